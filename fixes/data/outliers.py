"""Limit what one row can do.

## Why it failed

In about 3 % of the available rows the decimal point is missing, and a bill of 20 reads 200. The squared error of such
a row is about 180² = 32,000, that of an ordinary row should be about 1. So 27 rows in 900 make up 96 % of the loss,
and its minimum is their compromise. Their pull on the intercept alone is

    3 % · (200 − 20)  =  5.4

which is how far every bill is overestimated in the end: more than the 4.6 by which real bills vary. The weights
are too large as well, by about 3 % · 9 = 27 %, and noisy on top. No optimiser helps, for the loss *is* small there.

## Why this helps

- `huber_loss` is ½e² for errors |e| ≤ δ and δ(|e| − ½δ) beyond. Its gradient never exceeds δ = 1, so a wrong row
  pulls no harder than one that is off by 1: R² is 0.95 to 0.96. It needs no decision about which rows are wrong. Try
  it first.
- `clipped_targets` cuts the targets at the median ± 3 · 1.4826 · MAD, where MAD is the median distance from the
  median (1.4826 makes it equal a standard deviation for bell-shaped data). That is 20 ± 14, so a 200 becomes 34. Mean
  and deviation could not find these limits: the outliers blow them up, to 25 ± 33. It ends at 0.93 to 0.95, a little
  lower, because cut rows still pull. Take it when the loss is given, or when the targets are to be scaled afterwards.

If you can tell the wrong rows for sure, correct or drop them: that is better than either.

## What it costs

Both rest on the belief that extreme values are errors. Where they are real (floods, fraud, bestsellers), they are what
one wants to predict, and these fixes teach the model to ignore them. With skewed targets, Huber pulls
predictions from the mean towards the median. δ and the factor 3 are in units of the targets: choose them after
looking at the spread of ordinary errors.

## How to check

    print(F.mse_loss(outputs, targets, reduction="none").topk(10).values / F.mse_loss(outputs, targets))  # above 20?

## When it is not the cause

If the largest errors are spread over many rows, the model is too weak (`too_small_model`, `ordinal_categories`).
Targets that are all large need scaling, not clipping (`unscaled_targets`). A loss stuck at exactly the targets'
variance points to `broadcast_targets`. Wrong classes in place of wrong values are `label_noise`.

## References

- P. Huber, Robust estimation of a location parameter, 1964, doi:10.1214/aoms/1177703732
- C. Leys et al., Detecting outliers: do not use standard deviation around the mean, use absolute deviation around the
  median, 2013, doi:10.1016/j.jesp.2013.03.013
- PyTorch, HuberLoss: https://pytorch.org/docs/stable/generated/torch.nn.HuberLoss.html
"""

from dataclasses import replace

from torch import nn

from harness.preparation import Prepared, hold_out
from scenarios.data.outliers import broken


def prepare_clipped(raw):
    train, validation = hold_out(raw)
    middle = train.targets.median()
    spread = 1.4826 * (train.targets - middle).abs().median()  # a few huge values do not move a median
    low, high = middle - 3 * spread, middle + 3 * spread
    train, validation = (replace(part, targets=part.targets.clamp(low, high)) for part in (train, validation))
    return Prepared(train=train, validation=validation)


huber_loss = replace(broken, loss=nn.HuberLoss(delta=1.0))  # beyond an error of 1 the loss grows in a straight line
clipped_targets = replace(broken, prepare=prepare_clipped)
