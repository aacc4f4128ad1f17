"""Choose an optimizer that suits uneven curvature.

## Why it failed

Plain SGD has one rate for all directions, and this loss is very steep in one and very flat in many:

    all ten columns' weights together    curvature h = 18        SGD is stable only below η = 2 / h = 0.11
    the number of one shop of 40         curvature h = 2 / 40    its error shrinks by η h per step

A shop's number gets a gradient from one row in 40, and the mean over the batch makes it small. With η = 0.07 its
error shrinks by 0.35 % per step, to 60 % after 144 steps, while the steep direction is done after a few. No rate
saves it: 0.1 ends at 0.78, and 0.12 blows up. The ratio of the two curvatures, here about 360, is the condition
number. Plain SGD needs a number of steps proportional to it: 17 epochs for 0.92, 34 for 0.96.

## Why this helps

- `momentum` adds up the gradients of many steps. Along flat directions they agree and the pace grows tenfold, along
  the steep one they alternate and cancel. It scores 0.93 to 0.96. Try it first where plain SGD is merely slow.
- `adam` divides each weight's step by the recent size of its own gradient, so a number with small gradients moves
  as fast as one with large gradients. It scores 0.95 to 0.96 at a rate of 0.02. Take it for embeddings,
  transformers, and whenever gradients differ widely between layers.
- `rmsprop` scales in the same way without momentum, which makes it noisier when weights that are much alike all
  move at once: 0.94 to 0.96 at a rate of 0.01, but down to 0.73 at 0.02. It is common in reinforcement learning.

## What it costs

One number of memory per weight for momentum and RMSprop, two for Adam. Each has a rate of its own to be found: that
of SGD does not carry over. On images, SGD with momentum and a good schedule often generalises as well as Adam, or
better.

## How to check

    print([(n, p.grad.abs().mean().item()) for n, p in model.named_parameters()])  # sizes far apart: one rate won't do

## When it is not the cause

If the columns themselves are on different scales, standardise them first (`unnormalized_features`); no optimizer is
as good a cure. If all parts of the model are slow alike, the rate is low (`low_learning_rate`), the run short
(`too_few_epochs`) or the batch too large (`oversized_batches`). If the momentum is set but has no effect, see
`recreated_optimizer`.

## References

- D. Kingma, J. Ba, Adam: a method for stochastic optimization, 2014, arXiv:1412.6980
- J. Duchi, E. Hazan, Y. Singer, Adaptive subgradient methods, 2011, https://jmlr.org/papers/v12/duchi11a.html
- G. Hinton, N. Srivastava, K. Swersky, Neural networks for machine learning, lecture 6, 2012 (RMSprop):
  https://www.cs.toronto.edu/~tijmen/csc321/slides/lecture_slides_lec6.pdf
- G. Goh, Why momentum really works, 2017, doi:10.23915/distill.00006
- A. Wilson et al., The marginal value of adaptive gradient methods in machine learning, 2017, arXiv:1705.08292
"""

from dataclasses import replace
from functools import partial

from torch.optim import SGD, Adam, RMSprop

from scenarios.optimizer.wrong_optimizer import broken

momentum = replace(broken, optimizer=partial(SGD, lr=0.07, momentum=0.9))  # steps that agree add up
adam = replace(broken, optimizer=partial(Adam, lr=0.02))  # each weight gets a step size of its own
rmsprop = replace(broken, optimizer=partial(RMSprop, lr=0.01))  # the same, without momentum
