"""Give Adam a rate of a few thousandths, and lower it on a plateau.

## Why it failed

Adam divides the running mean of the gradient by the root of its running mean square: Δθ = −η m̂ / (√v̂ + ε). In the
first step that ratio is ±1 for every weight, whatever the size of its gradient. So η is the length of the step itself.
PyTorch draws the weights of a layer with 784 inputs between −1/28 and 1/28, and η = 1 changes each of them by 1: what
was drawn is gone after a single step. The loss leaps to tens of thousands, the next steps push as far the other way,
and the hidden units end with sums below zero for every image. A ReLU passes no gradient from there. Only the output's
biases go on learning, and they can do no better than the classes' frequencies: ln 10 = 2.3.

## Why this helps

With η = 0.002 a step changes a weight by at most a twentieth of its range, so the gradient still holds where the step
ends. `ReduceLROnPlateau` divides the rate by ten once the validation loss has not improved for more than an epoch:
large steps while they pay, small ones to settle. Ten epochs bring 0.90 to 0.95.

## What it costs

Nothing but the search: 0.001 is PyTorch's default and seldom far off for small networks, transformers often want
0.0001. Rates of 0.1 and 1.0 come from advice for SGD, where the gradient's size still scales the step.

## How to check

    print({n: (p.grad.sign() * optimizer.param_groups[0]["lr"]).norm() / p.norm() for n, p in model.named_parameters()})

Ratios near 0.01 or below are healthy at the first step; here the weights' ratio is about 50.

## When it is not the cause

The same flat 2.3 without a leap at the start: `vanishing_gradients`, `zero_initialization`, or a rate that is too low
(`low_learning_rate`). With SGD the leap is the same, the remedy too (`high_learning_rate`). If the inputs
are 0 to 255, look there first (`raw_pixels`).

## References

- D. P. Kingma and J. Ba, Adam: a method for stochastic optimization, 2014, arXiv:1412.6980 (section 2.1: the step is
  bounded by the rate)
- PyTorch, Adam: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
- PyTorch, ReduceLROnPlateau: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
"""

from dataclasses import replace
from functools import partial

from torch.optim import Adam
from torch.optim.lr_scheduler import ReduceLROnPlateau

from scenarios.optimizer.high_adam_learning_rate import broken

usual_rate = replace(
    broken,
    optimizer=partial(Adam, lr=0.002),  # Adam's step is about the rate itself, whatever the gradient
    schedule=partial(ReduceLROnPlateau, factor=0.1, patience=1),
)
