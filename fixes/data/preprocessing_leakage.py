"""Split first, then select columns on the training part.

## Why it failed

`SelectKBest` reads the targets. Over n = 1,000 rows the correlation of a noise column with them scatters around 0
by 1/√n = 0.03, and the best tenth of 2,000 columns is beyond 0.05 by luck alone. Having been picked for all rows,
such a column leans the same way in the training half and in the validation half. One of them is worth little, a
shift between the classes of about 0.13 standard deviations. But d independent columns add up like √d, and 195 of
them make 1.8 standard deviations, enough for four right answers in five. In new rows the shift is gone: only the
five real columns are left, swamped by the others.

So the network reports 0.72 to 0.81, where 0.52 to 0.59 is true. With shuffled targets it still reports 0.70 to
0.77.

## Why this helps

The training part alone chooses. Its lucky columns have no luck in the validation part, which is now as new to the
whole pipeline as any later row. The report is 0.48 to 0.61, and exceeds the truth by at most 0.07 on 180 seeds.

The model itself is no better (0.50 to 0.58). What has improved is the report, and with it every decision built on
it: it now tells that 200 columns are far too many. With k=5 it rises to 0.65 on average, and so does the true
score.

## What it costs

The selection sees half as many rows, and finds the real columns a little less surely. In cross-validation it has to
be repeated in every fold; scikit-learn's `Pipeline` does so by itself.

## How to check

    targets = targets[torch.randperm(len(targets))]  # before all else: an honest report falls to chance, 0.5

## When it is not the cause

A scaler that is fitted on all rows breaks the same rule, but reads no targets and does little harm; fit it on the
training part anyway, as in `unnormalized_features`. Copies on both sides of the split are `duplicate_leakage`, a
column that knows the outcome is `target_leakage`. A training score far above an honest validation score is
overfitting (`too_large_model`). A report that is too good by a point or two may be chance: see the control
`reduced_but_fair_validation`.

## References

- C. Ambroise, G. McLachlan, Selection bias in gene extraction on the basis of microarray gene-expression data, 2002,
  doi:10.1073/pnas.102102699
- T. Hastie, R. Tibshirani, J. Friedman, The Elements of Statistical Learning, 2nd edition, 2009, section 7.10.2:
  https://hastie.su.domains/ElemStatLearn/
- scikit-learn, Common pitfalls and recommended practices: https://scikit-learn.org/stable/common_pitfalls.html
"""

from dataclasses import replace

from sklearn.feature_selection import SelectKBest

from harness.preparation import hold_out, preprocess
from scenarios.data.preprocessing_leakage import broken


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.5)
    selector = SelectKBest(k=200).fit(train.inputs, train.targets)  # the validation rows have no say in it
    return preprocess(train, validation, selector.transform)


selected_on_training_part = replace(broken, prepare=prepare)
