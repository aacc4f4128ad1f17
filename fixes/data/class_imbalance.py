"""Let the rare class weigh as much as the common one.

## Why it failed

Nothing is broken. Cross-entropy fits the probability of each class as it occurs in the training rows:

    log p(1|x) / p(0|x)  =  log p(x|1) / p(x|0)  +  log 0.03 / 0.97

The last term is −3.5, so a row is called rare only if its columns speak 32 times more for class 1 than for class 0.
The two classes overlap: for a row of class 1 the first term is 1.1 on average, with a spread of 1.5. Only about 6 %
of the rare rows get past 3.5, even with perfect weights. To answer "class 0" nearly always is what the smallest
loss asks for. If a missed rare row is worse than a false alarm, the training has to be told so.

## Why this helps

All three take away the last term: both classes then make up half of what is minimised.

- `weighted_loss` multiplies the loss of a rare row by 32. It is one line, uses every row, and scores 0.73 to 0.80.
  Try it first.
- `oversampling` draws rare rows 32 times as often. The gradient is the same on average, but every batch holds both
  classes, which makes it steadier. It scores 0.74 to 0.80. Take it when most batches would hold no rare row at all.
- `undersampling` keeps as many common rows as there are rare ones, here 90 of 2,910. It trains with a sixth of the
  steps and scores 0.72 to 0.79, a little lower. Take it when common rows are plentiful and training is dear.

## What it costs

False alarms. About three in four rare rows are found, but only one alarm in ten is right, and plain accuracy falls
from 0.97 to between 0.68 and 0.81. The outputs are no longer probabilities for the real shares. A large network
that sees each rare row 32 times as often will learn those rows by heart.

## How to check

    print(outputs.argmax(dim=1).bincount(minlength=2) / targets.bincount(minlength=2))  # near 0: a class given up

## When it is not the cause

If the classes are about equally frequent, one answer for every row comes from dead units (`dying_relu`), columns on
wild scales (`unnormalized_features`) or a loss that hardly moves (`zero_initialization`). In sequences the common
class may be the padding (`padding_in_loss`). Weights are harmless where they are not needed: see the control
`weighted_loss_balanced`. And if calibrated probabilities are what you want, train as before and call a row rare
from p = 0.03 on.

## References

- M. Buda, A. Maki, M. Mazurowski, A systematic study of the class imbalance problem in convolutional neural networks,
  2018, arXiv:1710.05381
- H. He, E. Garcia, Learning from imbalanced data, 2009, doi:10.1109/TKDE.2008.239
- G. King, L. Zeng, Logistic regression in rare events data, 2001, doi:10.1093/oxfordjournals.pan.a004868
- PyTorch, CrossEntropyLoss: https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
- PyTorch, WeightedRandomSampler: https://pytorch.org/docs/stable/data.html#torch.utils.data.WeightedRandomSampler
"""

from dataclasses import replace

import torch
from torch import nn
from torch.utils.data import WeightedRandomSampler

from harness.preparation import Prepared, hold_out
from harness.split import batches
from scenarios.data.class_imbalance import broken


def oversampled_batches(split):
    counts = split.targets.bincount()
    weights = 1 / counts[split.targets]  # a row's chance to be drawn: both classes fill half of each batch
    sampler = WeightedRandomSampler(weights, num_samples=len(split))
    return batches(split, batch_size=512, shuffle=False, sampler=sampler)


def prepare_undersampled(raw):
    train, validation = hold_out(raw, fraction=0.5, stratify=True)
    common, rare = ((train.targets == label).nonzero().flatten() for label in (0, 1))
    kept = common[torch.randperm(len(common))[: len(rare)]]  # as many of the common class as there are rare rows
    return Prepared(train=train.take(torch.cat([kept, rare])), validation=validation)


# 97 % against 3 %: a mistake on the rare class costs 32 times as much
weighted_loss = replace(broken, loss=nn.CrossEntropyLoss(weight=torch.tensor([1.0, 32.0])))
oversampling = replace(broken, batches=oversampled_batches)
undersampling = replace(broken, prepare=prepare_undersampled)
