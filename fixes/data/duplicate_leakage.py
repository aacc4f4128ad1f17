"""Split by photograph, whatever is made of it.

## Why it failed

`augmented` makes three copies of each photograph, which differ only in brightness, and the split is drawn among the
copies. With a random half of them held out, a copy in the validation part has a sibling in the training part
with a probability of about 1 − (1/2)² = 3/4. The network can recognise the sibling by its grain, which is the same
pixel for pixel, without knowing what the digit looks like. So the validation part measures, for the most part, how
well the training part was memorised: 0.94 is about 3/4 · 1.0 + 1/4 · 0.77.

## Why this helps

The question is how the network does on photographs it has never seen, so the split must be between photographs.
`split_by_source` tells the split which copies belong together (`groups`). `split_before_copying` splits the
photographs and then copies only those of the training part; it is the simpler way wherever you make the copies
yourself. Take groups where the data come with duplicates: frames of one video, scans of one patient, texts of one
author. Both report 0.69 to 0.78, and later photographs bear that out (0.67 to 0.78).

## What it costs

A lower number, and the true one. Fewer different photographs are left to train on, so the model itself is no better
than before, and may be slightly worse; with the honest split one can begin to improve it.

## How to check

    print(torch.cdist(validation.flatten(1), train.flatten(1)).min(dim=1).values.sort().values[:20])  # near 0: twins

## When it is not the cause

If nothing is shared between the parts and the report is still too good, look for a column that gives the answer away
(`target_leakage`), for steps fitted on all rows (`preprocessing_leakage`), or for a difference in how deployed images
are prepared (`mismatched_transforms`, `inconsistent_brightness`). If training and validation scores differ, it is
overfitting (`tiny_dataset`), and honestly reported.

## References

- S. Kaufman, S. Rosset, C. Perlich, O. Stitelman, Leakage in data mining: formulation, detection, and avoidance, 2012,
  doi:10.1145/2382577.2382579
- B. Barz, J. Denzler, Do we train on test data? Purging CIFAR of near-duplicates, 2020, arXiv:1902.00423
- scikit-learn, Cross-validation iterators for grouped data:
  https://scikit-learn.org/stable/modules/cross_validation.html#cross-validation-iterators-for-grouped-data
"""

from dataclasses import replace

from harness.preparation import Prepared, hold_out, hold_out_groups
from scenarios.data.duplicate_leakage import augmented, broken


def prepare_by_source(raw):
    train, validation = hold_out_groups(augmented(raw), fraction=0.5)  # all copies of an image on one side
    return Prepared(train=train, validation=validation)


def prepare_before_copying(raw):
    train, validation = hold_out(raw, fraction=0.5)
    return Prepared(train=augmented(train), validation=validation)  # the validation part is left as it came


split_by_source = replace(broken, prepare=prepare_by_source)
split_before_copying = replace(broken, prepare=prepare_before_copying)
