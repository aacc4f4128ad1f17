"""Take larger steps.

## Why it failed

One step of SGD moves a weight by η g, and momentum 0.9 adds up about ten such steps:

    distance after T steps  ≈  10 η T |g|  =  0.01 |g|    for η = 10⁻⁵ and T = 96

The gradients are of ordinary size. But over the whole run the first layer's weights change by about 0.1 % of their
norm, while a run that learns the task changes them by 100 % or more. Nothing is stuck: it would take thousands of
times as many steps. A rate of 10⁻⁵ is normal where large pretrained networks are fine-tuned, because those weights
are nearly right from the start. Here they are random.

## Why this helps

η = 0.03 makes every step 3,000 times longer, and the score rises from 0.1 to 0.92 to 0.96. The range in between
shows how much room there is: 10⁻⁴ still stalls, 10⁻³ ends at 0.53 to 0.76, 10⁻² at 0.90 to 0.94. To find the rate
of a new task, raise it from tiny values, three times at a time, over a hundred steps or so, and take one somewhat
below the value at which the loss begins to climb.

## What it costs

No time at all; a rate that works is the cheapest speed-up there is. The price of going too far is a loss that leaps
about.

## How to check

    print(optimizer.param_groups[0]["lr"] * p.grad.norm() / p.norm())  # p a weight matrix: about 10⁻³ is healthy

## When it is not the cause

If that ratio is tiny because `p.grad.norm()` is, the gradient itself is lost: `vanishing_gradients`,
`small_initialization`, `tight_clipping`, or inputs that are nearly zero (`double_normalization`). If the ratio is
healthy and the weights do not change, the optimizer does not have them (`forgotten_parameters`). A rate that is
small only at the end of the run comes from its schedule (`decay_every_batch`). And a small rate with many epochs is
a sound choice: see the control `small_rate_adam_long`.

## References

- L. Smith, Cyclical learning rates for training neural networks, 2015, arXiv:1506.01186 (the range test)
- Y. Bengio, Practical recommendations for gradient-based training of deep architectures, 2012, arXiv:1206.5533
- PyTorch, SGD: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
"""

from dataclasses import replace
from functools import partial

from torch.optim import SGD

from scenarios.optimizer.low_learning_rate import broken

larger_steps = replace(broken, optimizer=partial(SGD, lr=0.03, momentum=0.9))  # 3,000 times as far
