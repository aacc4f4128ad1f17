"""Step the schedule once an epoch.

## Why it failed

`StepLR(step_size=2, gamma=0.1)` divides the rate by ten at every second call of `schedule.step()`. It was meant as
every second epoch. But the call stands inside the loop over batches, and an epoch has 26 of them:

    rate after n calls  =  0.04 · 0.1^(n // 2)        0.0004 after 4 calls, 4 · 10⁻⁹ after 14

All rates of the run together add up to 0.04 · 2 / (1 − 0.1) = 0.09, little more than two steps at the full rate. Five
epochs or five hundred: what is not learned in the first few steps is never learned. No error shows it; the
scheduler cannot know what its caller calls an epoch.

## Why this helps

Called after each epoch, the same schedule leaves the rate at 0.04 for 52 steps, at 0.004 for the next 52 and at
0.0004 for the last 26. The score rises from at most 0.33 to 0.92 or more.

## What it costs

Nothing. Some schedules *are* meant to be stepped every batch: `OneCycleLR`, `CosineAnnealingLR` with `T_max`
counted in batches, a warm-up. Then write the horizon in batches, `epochs * len(loader)`.

## How to check

    print(schedule.last_epoch, schedule.get_last_lr())  # after one epoch: has it counted to 1, or to len(loader)?

## When it is not the cause

If the rate is what it should be after one epoch, the cause is elsewhere: a rate that was too small from the start
(`low_learning_rate`), gradients that are cut to almost nothing (`tight_clipping`) or that vanish on the way
(`vanishing_gradients`). A loss that lies flat at a good value is a run that has finished, not one that froze.

## References

- PyTorch, How to adjust learning rate: https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate
  (which calls belong into which loop)
- PyTorch, StepLR: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.StepLR.html
- PyTorch, OneCycleLR: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.OneCycleLR.html (every
  batch)
"""

from dataclasses import replace

from scenarios.schedule.decay_every_batch import broken

once_per_epoch = replace(broken, schedule_per="epoch")  # step_size=2 was meant as two epochs
