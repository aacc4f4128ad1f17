"""Let the target follow the window.

## Why it failed

A window of twelve readings that starts at hour t ends at hour t + 11. The targets begin at index `WINDOW - 1` = 11,
so the first target is the last reading of the first window, and so on for all of them:

    inputs  x(t) … x(t+11)        target  x(t+11)        instead of  x(t+12)

The network learns to copy its last input, which is easily done: R² is 0.996. In use it still copies, and so it
predicts "as now". On a series that swings with a period of eight hours, neighbouring readings have a correlation of
r ≈ 0.7, and repeating the last one explains 1 − 2 (1 − r) ≈ 0.4 of the variance. The validation series cannot warn
of it, because they are cut by the same function.

## Why this helps

Targets that begin at index `WINDOW` are one hour past their windows. The last hour of each series has nothing after
it, so the windows must stop one reading early. The score in use rises from about 0.4 to 0.91 or more, and the
reported score now says the same. A linear regression on right windows reaches 0.94; no model can do better.

## What it costs

One window less for each series, and a reported score that looks worse than before: 0.93 instead of 0.996.

## How to check

    assert not (inputs[:, -1] == targets).all()  # a target that equals the last input is no forecast

## When it is not the cause

If no input equals the target and the report is still too good, look for a column that is recorded after the fact
(`target_leakage`), for overlapping windows on both sides of the split (`duplicate_leakage`), or for scaling fitted
on the future as well (`preprocessing_leakage`). Language models shift as well: the logits at step t belong to the
token at step t + 1, and some libraries shift inside the loss, so doing it twice is the same mistake the other way.

## References

- S. Kaufman, S. Rosset, C. Perlich, O. Stitelman, Leakage in data mining: formulation, detection, and avoidance,
  2012, doi:10.1145/2382577.2382579
- R. Hyndman, G. Athanasopoulos, Forecasting: principles and practice, 3rd edition, 2021, https://otexts.com/fpp3/
  (the naive forecast, against which others are to be measured)
- PyTorch, Tensor.unfold: https://pytorch.org/docs/stable/generated/torch.Tensor.unfold.html
"""

from dataclasses import replace

from harness.preparation import Prepared, hold_out
from harness.split import Split
from scenarios.data.off_by_one_targets import WINDOW, broken


def windows(series):  # (series, hours)
    inputs = series[:, :-1].unfold(1, WINDOW, 1)  # the last hour has no reading after it
    targets = series[:, WINDOW:]  # the reading after the window, hours 12, 13, …
    return Split(inputs.flatten(0, 1), targets.flatten())


def prepare(raw):
    train, validation = hold_out(raw)
    return Prepared(train=windows(train.inputs), validation=windows(validation.inputs))


shifted_targets = replace(broken, prepare=prepare)
