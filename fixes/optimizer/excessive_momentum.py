"""Add friction.

## Why it failed

Momentum makes the weights a heavy ball: v ← μ v + g, w ← w − η v. In a valley of curvature h that is a spring, and
1 − μ is its friction:

    waves of the weights     2π / √(ηh)  =  44 steps    (h = 2, the curvature along the bias; η = 0.01)
    their height after T     μ^(T/2)     =  0.72        (μ = 0.99 and T = 65)

The loss, a square, peaks twice in each wave. The bias has to go from 0 to 3. It is there after 11 steps, at full
speed, and shoots past: 50 steps later an old gradient still counts with a factor of 0.6. Each wave of the loss is
about a fifth lower than the last, so it takes 650 steps, ten times the run, until R² is 0.92 to 0.97. Where the run
happens to stop decides the score in the meantime.

## Why this helps

With μ = 0.9 the height falls as 0.9^(T/2), to 0.03 after 65 steps: the ball swings past once and settles. R² is
0.95 to 0.97 on every seed. Friction is best near μ = (1 − √(ηh))² = 0.74, so 0.8 does as well; 0.95 still swings
and ends at 0.55 to 0.72. A smaller rate with μ = 0.99 does not help: it makes the waves longer, but they die out no
sooner.

## What it costs

Along very flat directions 0.99 would be up to ten times faster. Where you need that, raise μ late in the run, or
use Nesterov's variant with restarts.

## How to check

    optimizer.param_groups[0]["momentum"] = 0.0  # mid-run: if the waves stop at once, it was the momentum

## When it is not the cause

Swings that last one or two steps, not dozens, come from the rate (`high_learning_rate`, `high_adam_learning_rate`)
or from noise between small batches (`single_sample_batches`, `constant_learning_rate`). Waves that grow come from
gradients that are never cleared (`accumulated_gradients`), which is μ = 1 by accident. One wave per epoch points to
the order of the samples (`unshuffled_batches`).

## References

- B. Polyak, Some methods of speeding up the convergence of iteration methods, 1964,
  doi:10.1016/0041-5553(64)90137-5
- N. Qian, On the momentum term in gradient descent learning algorithms, 1999, doi:10.1016/S0893-6080(98)00116-6
- G. Goh, Why momentum really works, 2017, doi:10.23915/distill.00006
- B. O'Donoghue, E. Candès, Adaptive restart for accelerated gradient schemes, 2012, arXiv:1204.3982
- PyTorch, SGD: https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
"""

from dataclasses import replace
from functools import partial

from torch.optim import SGD

from scenarios.optimizer.excessive_momentum import broken

less_momentum = replace(broken, optimizer=partial(SGD, lr=0.01, momentum=0.9))  # a tenth of the speed lost per step
