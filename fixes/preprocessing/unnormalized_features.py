"""Bring all columns to one scale.

## Why it failed

The gradient of a first-layer weight is the unit's error times the column: ∂L/∂wᵢⱼ = δᵢ xⱼ. One step of SGD
therefore moves what the unit computes for that same row by η δᵢ ‖x‖². The columns' means run from 0.004 (error of
the fractal dimension) to 880 (largest area), and ‖x‖² is 1.7 million on average. With η = 0.1 the first step moves
the unit by 170,000 times its error, the next one has to correct that, and the loss ends as infinity or NaN.

No rate suits everything. The two areas allow steps of about 10⁻⁶, at which the weights of the small columns hardly
move. Rates of 10⁻⁴ and 10⁻⁵ stay finite here, and score 0.78 to 0.94. Adam, which rescales every weight's step,
hides the trouble in part: at 0.001 it scores 0.35 to 0.95, depending on the seed.

## Why this helps

`standardised` subtracts each column's mean and divides by its standard deviation: ‖x‖² is 30 on average, positive
and negative values balance, and the ratio of the largest to the smallest curvature of a linear model's squared loss
falls from 2·10¹² to 10⁵. It scores 0.92 to 1.00, and is the one to try first.
`min_max` maps each column's range to 0…1. It scores 0.92 to 0.99, and learns a little more slowly, because the
columns stay positive and vary by only 0.14. Take it for columns with natural limits, such as percentages.

## What it costs

One pass over the data, and two numbers a column that belong to the model: save the fitted scaler with the weights,
and apply it to all data to come. A single outlier squeezes the rest of a min-max column into a corner.

## How to check

    print(inputs.std(dim=0).max() / inputs.std(dim=0).min())  # 1 after standardising; 250,000 here

## When it is not the cause

A loss that is NaN at the very first step, before any update, points to NaN cells (`missing_values`) or to
`log_of_zero`. If the columns are on one scale already, suspect the rate (`high_learning_rate`). The same fault on
images is `raw_pixels`, and on the targets of a regression `unscaled_targets`. With ReLU in place of LeakyReLU the
explosion can end quietly: nearly all hidden units are dead (`dying_relu`), and the loss stays at 0.64 to 0.67.

## References

- Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, 1998, section 4.3, doi:10.1007/3-540-49430-8_2
- scikit-learn, Preprocessing data: https://scikit-learn.org/stable/modules/preprocessing.html
- scikit-learn, Importance of feature scaling:
  https://scikit-learn.org/stable/auto_examples/preprocessing/plot_scaling_importance.html
"""

from dataclasses import replace

from sklearn.preprocessing import MinMaxScaler, StandardScaler

from harness.preparation import hold_out, preprocess
from scenarios.preprocessing.unnormalized_features import broken


def prepare_standardised(raw):
    train, validation = hold_out(raw)
    scaler = StandardScaler().fit(train.inputs)  # the training part's means and deviations, for all data to come
    return preprocess(train, validation, scaler.transform)


def prepare_min_max(raw):
    train, validation = hold_out(raw)
    scaler = MinMaxScaler().fit(train.inputs)  # the training part's smallest and largest values become 0 and 1
    return preprocess(train, validation, scaler.transform)


standardised = replace(broken, prepare=prepare_standardised)
min_max = replace(broken, prepare=prepare_min_max)
