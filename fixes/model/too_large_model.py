"""Leave the network no room to learn rows by heart.

## Why it failed

The network holds 21,125 numbers, and there are 765 rows. It can fit nearly any labels, and here every fourth label is
wrong. In the first epochs all rows pull the weights in the same direction, and the borders between the five clouds
appear. Afterwards most of the loss that is left to gain lies on rows with a wrong label: around each of them the
network bends its borders until the row lies on the side that its label asks for. New rows that fall into such a bulge
are named wrongly.

## Why this helps

- `smaller` has 10 hidden units, 365 numbers. It can draw borders, but few bulges around single rows. It ends at 0.93.
- `dropout` switches off four of five hidden units, others for every row. A bulge is made by a few units together, and
  they are seldom together. It ends at 0.97. For two layers of 128 units 0.8 is fitting; 0.5 is the usual value.
- `weight_decay` pulls every weight towards zero in each step: a steep bulge needs large weights, a smooth border does
  not. It ends at 0.98. With Adam, 0.05 is high; usual values are 10⁻⁵ to 10⁻². The noisier the labels, the more.
- `early_stopping` ends the training when the validation loss has not improved for four epochs, and goes back to the
  best weights: the borders are learned, the bulges are not yet there. It ends at 0.96, is the cheapest, and is what
  to try first.

## What it costs

The training score falls from 1.00 to about 0.75, and that is right: three labels in four are. Each fix has a value
to be chosen on the validation rows. Early stopping also spends them: they no longer give an unbiased estimate.

## How to check

    print(accuracy(model, train) - accuracy(model, test))  # 0.2 here: learned by heart

## When it is not the cause

The same gap comes from too few rows (`tiny_dataset`), wrong labels alone (`label_noise`), or one batch seen for ever
(`repeated_batch`). If the validation score is high and the real one low, look for a leak (`duplicate_leakage`,
`target_leakage`). A wide network is harmless if something else restrains it: see the control
`high_dropout_large_model`.

## References

- C. Zhang et al., Understanding deep learning requires rethinking generalization, 2016, arXiv:1611.03530
- D. Arpit et al., A closer look at memorization in deep networks, 2017, arXiv:1706.05394 (patterns first, noise later)
- N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014:
  https://jmlr.org/papers/v15/srivastava14a.html
- PyTorch, torch.optim.Adam (weight_decay): https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
"""

from dataclasses import replace
from functools import partial

from torch.optim import Adam

from harness.models import mlp
from harness.stopping import EarlyStopping
from scenarios.model.too_large_model import broken

smaller = replace(broken, model=partial(mlp, 30, 10, 5))  # 365 numbers instead of 21,125
dropout = replace(broken, model=partial(mlp, 30, 128, 128, 5, dropout=0.8))  # no unit can rely on another
weight_decay = replace(broken, optimizer=partial(Adam, lr=0.008, weight_decay=0.05))  # large weights cost
early_stopping = replace(broken, stop=partial(EarlyStopping, patience=4))  # back to the best epoch
