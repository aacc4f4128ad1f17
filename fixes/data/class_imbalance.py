from dataclasses import replace

import torch
from torch import nn
from torch.utils.data import WeightedRandomSampler

from trainwreck import Prepared, batches, hold_out
from trainwreck.scenarios.data.class_imbalance import broken


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
oversampling = replace(broken, loader=oversampled_batches)
undersampling = replace(broken, prepare=prepare_undersampled)
