"""Drop a few units, not nearly all.

## Why it failed

`nn.Dropout(p)` sets each unit to zero with probability p and divides the others by 1 − p. With p = 0.85 about 10 of
the 64 units in the last hidden layer speak for an image, each seven times too loud. A dropped-out unit has the right
mean, but its variance over its mean squared is p/(1 − p): 5.7 at p = 0.85, and 0.18 at 0.15. Three such layers in a
row multiply their noise. The gradient is mostly noise, and the safest answer is ten equal shares, at a loss of
ln 10 = 2.30.

People arrive at 0.85 in two ways: by adding more against overfitting than there is, or by reading p as the share that
is kept. In TensorFlow 1, `keep_prob=0.85` meant just that.

## Why this helps

With p = 0.15 six units in seven take part. The noise is small beside the signal, and still keeps units from relying on
one particular other. After 45 steps the network scores 0.93 to 0.97.

## What it costs

The less noise, the less protection. On a few hundred images a wide network may want 0.5 in its hidden layers, the
value of the original paper; inputs and convolutions are usually given 0.1 to 0.2.

## How to check

    model.train(); print(model(x).std(), (model(x) - model(x)).std())  # noise as large as the output: too much

## When it is not the cause

If the loss falls in training and the score is poor, dropout may be active when it should sleep
(`train_mode_evaluation`). Noise from the batches looks alike but goes with their size (`single_sample_batches`). A
penalty that is too strong holds the weights down without any noise (`excessive_weight_decay`). A large network can
thrive on much dropout: see the control `high_dropout_large_model`.

## References

- N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014:
  https://jmlr.org/papers/v15/srivastava14a.html
- PyTorch, torch.nn.Dropout: https://pytorch.org/docs/stable/generated/torch.nn.Dropout.html
"""

from dataclasses import replace
from functools import partial

from harness.models import mlp
from scenarios.model.excessive_dropout import broken

light_dropout = replace(broken, model=partial(mlp, 784, 128, 128, 64, 10, dropout=0.15))  # six units in seven stay
