"""Lower the rate as the training goes on.

## Why it failed

The gradient of a batch is the true gradient plus noise, and the noise does not vanish at the minimum. Each step
takes the weights a little towards the minimum and kicks them at random by η times the noise. The two come to a
balance at some distance from it; for a linear model with independent columns, squared errors, d weights and batches
of B:

    excess loss  ≈  σ² · η d / (B (1 − η (B + d + 1) / B))        σ²: the loss at the minimum

The floor is proportional to η when η is small. With 400 weights, batches of 128 and η = 0.13 the formula gives an
excess of about 0.9 above a minimum of 1.0, and the run ends with a loss of 1.7 to 2.0. Time does not help, because
nothing gets quieter. It is no fault to begin with such a rate: it covers the way from 5 to 2 in twenty steps.

## Why this helps

A rate that shrinks brings the floor down while the weights are already near. All three end within 0.02 of each
other.

- `step_decay` divides the rate by ten after two epochs. It is easy to reason about, and scores 0.76 to 0.80. The
  step has to be placed by hand.
- `cosine_decay` lowers it smoothly towards zero at the last epoch. It has no parameter but the length of the run,
  and scores 0.75 to 0.81. Take it when that length is known.
- `decay_on_plateau` divides by ten when an epoch improves the validation loss by less than a tenth. It scores 0.74
  to 0.80. Take it when you do not know how long the run will need; it must be given the validation loss.

## What it costs

A schedule that falls too early ends the training before it has arrived, and that looks like a rate that is too low.

## How to check

    optimizer.param_groups[0]["lr"] /= 10  # mid-run: if the loss drops within some steps, it was the noise floor

## When it is not the cause

If a tenth of the rate brings no drop, the loss is where the model can get it: `too_small_model`. If the loss climbs
rather than trembles, the rate is past the stable range (`high_learning_rate`, `excessive_momentum`). Very small
batches raise the same floor (`single_sample_batches`), and a schedule that falls every batch stops short of it
(`decay_every_batch`). Without a noise floor there is nothing to lower: see the control `constant_rate_small`.

## References

- H. Robbins, S. Monro, A stochastic approximation method, 1951, doi:10.1214/aoms/1177729586 (why the steps must
  shrink)
- L. Bottou, F. Curtis, J. Nocedal, Optimization methods for large-scale machine learning, 2016, arXiv:1606.04838
- I. Loshchilov, F. Hutter, SGDR: stochastic gradient descent with warm restarts, 2016, arXiv:1608.03983 (cosine)
- PyTorch, ReduceLROnPlateau:
  https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.ReduceLROnPlateau.html
"""

from dataclasses import replace
from functools import partial

from torch.optim.lr_scheduler import CosineAnnealingLR, ReduceLROnPlateau, StepLR

from scenarios.schedule.constant_learning_rate import broken

# Large steps to get near the minimum, small ones to settle in it
step_decay = replace(broken, schedule=partial(StepLR, step_size=2, gamma=0.1))
cosine_decay = replace(broken, schedule=partial(CosineAnnealingLR, T_max=4))  # down to zero over the four epochs
# as soon as an epoch improves the validation loss by less than a tenth
decay_on_plateau = replace(broken, schedule=partial(ReduceLROnPlateau, factor=0.1, patience=0, threshold=0.1))
