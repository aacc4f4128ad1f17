"""Standardise the targets, and undo it when predicting.

## Why it failed

A fresh network answers numbers around 0, with a spread of about a tenth. The targets are 300,000 ± 40,000, so the
mean squared error begins at 300,000² + 40,000² = 92 billion, nearly all of it from the mean that is missing. Adam
divides each gradient by its own size, so that a weight moves by about η a step, however large the loss is: 0.01 ×
150 steps = 1.5 at most. Both layers' weights grow together, which brings the outputs to about 340. SGD, whose step
does grow with the gradient, fails the other way: an error of 300,000 times a rate of 0.01 throws the weights off,
and the loss is infinite within a few steps.

## Why this helps

After (y − mean) / deviation the targets have the scale that fresh outputs have. The loss starts at 1.0 to 1.2, which
is what the mean of all prices would cost, and R² comes to 0.90 to 0.93. The answers must be turned back into
prices: that is what `restore` is for. A forgotten `restore` is the classic sequel to this fix.

## What it costs

Two numbers that belong to the model, taken from the training part alone. Losses are then in squared deviations:
multiply their square root by the deviation to read them in the task's units. For targets over several powers of ten,
such as incomes, take the logarithm first.

## How to check

    print(targets.mean(), targets.std(), model(inputs).std())  # the mean near 0, both deviations near 1

## When it is not the cause

Targets on a good scale and a flat loss all the same: look at the shapes of outputs and targets (`broadcast_targets`),
at the rate (`low_learning_rate`), and at inputs on wild scales (`unnormalized_features`). If single targets are far
from all others, standardising is not enough (`outliers`).

## References

- C. Bishop, Neural Networks for Pattern Recognition, 1995, section 8.2 (rescaling of inputs and targets)
- scikit-learn, TransformedTargetRegressor:
  https://scikit-learn.org/stable/modules/generated/sklearn.compose.TransformedTargetRegressor.html
"""

from dataclasses import replace

from harness.preparation import Prepared, hold_out
from scenarios.preprocessing.unscaled_targets import broken


def prepare(raw):
    train, validation = hold_out(raw)
    mean, deviation = train.targets.mean(), train.targets.std()  # the training part's, for all targets to come

    def to_prices(outputs):
        return outputs * deviation + mean

    return Prepared(
        train=replace(train, targets=(train.targets - mean) / deviation),
        validation=replace(validation, targets=(validation.targets - mean) / deviation),
        restore=to_prices,  # whatever the network answers is turned back into a price
    )


standardised_targets = replace(broken, prepare=prepare)
