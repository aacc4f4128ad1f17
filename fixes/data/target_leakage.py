"""Drop what is not known when the prediction is needed.

## Why it failed

Follow-up visits are a consequence of the illness. Those who fell ill came back six times on average, the others
never. A count above zero proves the illness, and a count of zero almost excludes it: P(0 visits | ill) = e⁻⁶ =
0.0025, which adds −6 to the log-odds. The ten measurements add about +2.8 for an ill patient, with a spread of 2.4,
and can rarely overrule it. In the table, where everybody's story is already over, that is right nearly always: the
reported accuracy is 0.98 to 1.00.

At admission nobody has been back yet. The column is zero for every patient, so the network calls nearly everyone
healthy, the ill ones included. A random split cannot show this, because the validation rows carry the same column.

## Why this helps

Without column 10 the network has to use the measurements. The report falls to 0.82–0.94, and new patients are
judged about as well as that: 0.84 to 0.90, against 0.47 to 0.66 before. No model can do better than 0.88 on
average. The column is dropped in one function that serves training and deployment, so the two cannot drift apart,
and the first layer has ten inputs.

## What it costs

A beautiful number. If part of the column is legitimate (visits *before* admission, say), rebuild it from dated
records, with only what was on file at the time of the prediction.

## How to check

    print(torch.corrcoef(torch.column_stack([inputs, targets]).T)[-1, :-1])  # 0.86 for the visits, 0.3 to 0.4 else

A single column that nearly decides is not proof; when it is recorded is what counts.

## When it is not the cause

A report that new data do not bear out has other sources too: copies of one sample on both sides of the split
(`duplicate_leakage`), a selection that saw the validation targets (`preprocessing_leakage`), other preprocessing in
deployment (`mismatched_transforms`, `inconsistent_brightness`), or, in a series, inputs that contain their own
target (`off_by_one_targets`). If the score on the training part alone is high, and the validation score low, it is
overfitting (`too_large_model`).

## References

- S. Kaufman, S. Rosset, C. Perlich, O. Stitelman, Leakage in data mining: formulation, detection, and avoidance, 2012,
  doi:10.1145/2382577.2382579
- S. Kapoor, A. Narayanan, Leakage and the reproducibility crisis in machine-learning-based science, 2023,
  doi:10.1016/j.patter.2023.100804
"""

from dataclasses import replace
from functools import partial

from harness.models import mlp
from harness.preparation import hold_out, preprocess
from scenarios.data.target_leakage import broken


def known_at_admission(inputs):
    return inputs[:, :10]  # no follow-up visits: nobody knows their number when the prediction is needed


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, known_at_admission)


dropped_column = replace(broken, prepare=prepare, model=partial(mlp, 10, 16, 2))
