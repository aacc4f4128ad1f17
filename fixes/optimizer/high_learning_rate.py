"""Take smaller steps.

## Why it failed

A step of gradient descent is θ ← θ − η g. Along a direction of curvature λ it multiplies the distance to the minimum
by 1 − ηλ: more than a step of η = 2/λ ends farther away than it began. With η = 10 the first update is nearly twice as
long as the first layer's whole weight vector. The next gradients are the larger for it, and after four steps at most
five of the 64 hidden units are positive for any image at all. A ReLU that is zero for every image passes no gradient
back, so the hidden layer cannot recover. Only the output's biases still learn: the loss settles near ln 10 = 2.3, which
is what guessing costs. That the rate falls to nothing by the end comes too late.

## Why this helps

At a rate of 0.05 every update is small beside the weights, and the gradient still holds where the step ends. The
momentum of 0.9 adds up the steps that agree, to ten times their length, which makes the run as fast as a plain rate
of 0.5 would be, and steadier: it scores 0.93 to 0.96, where without momentum 0.5 gives anything from 0.08 to 0.91, and
0.1 gives 0.87 to 0.93.

## What it costs

More steps, if the rate is lower than it need be. The usual way to find it: raise the rate from 10⁻⁵ by a constant
factor every step, plot the loss, and take a third to a tenth of the rate at which it turns up.

## How to check

    print(max(p.grad.norm() * optimizer.param_groups[0]["lr"] / p.norm() for p in model.parameters()))  # about 5

## When it is not the cause

A loss that stands still without any leap at the start points to a rate that is far too small (`low_learning_rate`), to
a gradient that never arrives (`vanishing_gradients`), or to parameters the optimizer does not know
(`forgotten_parameters`). If the columns of a table are on very different scales, every rate is too high for some of
them (`unnormalized_features`). A leap after dozens of good steps is more like `accumulated_gradients`.

## References

- I. Goodfellow, Y. Bengio, A. Courville, Deep learning, 2016, section 8.3.1, https://www.deeplearningbook.org
- L. Smith, Cyclical learning rates for training neural networks, 2015, arXiv:1506.01186
- PyTorch, torch.optim.SGD: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
"""

from dataclasses import replace
from functools import partial

from torch.optim import SGD

from scenarios.optimizer.high_learning_rate import broken

smaller_steps = replace(
    broken, optimizer=partial(SGD, lr=0.05, momentum=0.9)
)  # a step that is small beside the weights
