"""Fill the empty cells.

## Why it failed

Some cells of the table were never measured, and NaN stands in their place. Any sum or product with a NaN is NaN. A
hidden unit sums over all 30 columns, so one empty cell makes all 32 units of its row NaN, then the row's outputs,
and then the mean loss of the batch. Only 5 % of the cells are empty, but of the rows only 0.95³⁰ = 21 % are complete:
a batch of 64 with no empty cell at all practically never occurs. The first `backward()` makes every gradient NaN, and
the first update every weight, from where there is no way back. StandardScaler gives no warning: it leaves NaN
cells out when it computes means, and hands them on as they are.

## Why this helps

Every empty cell gets a plausible number. All three learn what is plausible from the training part alone, and fill the
validation rows and all rows to come by it.

- `mean_imputation` takes the column's mean, which is 0 after standardising: the cell then adds nothing to any sum. It
  ends at 0.94 to 0.99. Try it first.
- `median_imputation` takes the column's median. It ends at the same scores here, and is the better choice for columns
  with a few huge values, which drag the mean along.
- `neighbour_imputation` takes the mean of the five rows that are most alike in the columns that are there. Take it
  where columns follow each other, as radius, perimeter and area of a cell do. It too ends at 0.94 or more.

Dropping incomplete rows is a fourth way, where few rows have gaps. Here it would cost four rows in five, and give no
answer for new rows with gaps.

## What it costs

A made-up number looks like a measured one. If the gaps themselves say something (a test that is made only of the
gravely ill), add a 0/1 column for "was missing" (`SimpleImputer(add_indicator=True)`). Filling with one value makes
columns vary less than they do. The search for neighbours compares every new row with all training rows.

## How to check

    assert torch.isfinite(inputs).all(), inputs.isnan().float().mean(dim=0)  # the share of gaps in each column

## When it is not the cause

If the inputs are finite and the first loss is not, look at the loss (`log_of_zero`). If the loss is finite at first
and blows up later, the steps are too large (`high_learning_rate`), the columns too wild (`unnormalized_features`) or
the gradients too steep (`exploding_gradients`). Gaps written as −1, 0 or 999 give no NaN at all: look for them as for
`outliers`.

## References

- D. Rubin, Inference and missing data, 1976, doi:10.1093/biomet/63.3.581
- O. Troyanskaya et al., Missing value estimation methods for DNA microarrays, 2001,
  doi:10.1093/bioinformatics/17.6.520
- scikit-learn, Imputation of missing values: https://scikit-learn.org/stable/modules/impute.html
"""

from dataclasses import replace

from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from harness.preparation import hold_out, preprocess
from scenarios.data.missing_values import broken


def filled(raw, imputer):
    train, validation = hold_out(raw)
    filling = make_pipeline(StandardScaler(), imputer).fit(train.inputs)  # the scaler leaves the gaps as they are
    return preprocess(train, validation, filling.transform)


def prepare_means(raw):
    return filled(raw, SimpleImputer(strategy="mean"))  # the mean of a standardised column: zero


def prepare_medians(raw):
    return filled(raw, SimpleImputer(strategy="median"))  # half of the column's values lie below it


def prepare_neighbours(raw):
    return filled(raw, KNNImputer(n_neighbors=5))  # what the five most similar rows have in that column


mean_imputation = replace(broken, prepare=prepare_means)
median_imputation = replace(broken, prepare=prepare_medians)
neighbour_imputation = replace(broken, prepare=prepare_neighbours)
