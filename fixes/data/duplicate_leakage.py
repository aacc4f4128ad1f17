from dataclasses import replace

import torch

from trainwreck import Prepared, Reading, hold_out, hold_out_groups
from trainwreck.scenarios.data.duplicate_leakage import augmented, broken


def prepare_by_source(raw):
    train, validation = hold_out_groups(augmented(raw, copies=5), fraction=0.5)  # all copies of an image on one side
    return Prepared(train=train, validation=validation)


def prepare_before_copying(raw):
    train, validation = hold_out(raw, fraction=0.5)
    return Prepared(train=augmented(train, copies=5), validation=validation)  # the validation part is left as it came


split_by_source = replace(broken, prepare=prepare_by_source)
split_before_copying = replace(broken, prepare=prepare_before_copying)


def check(train, validation):
    """What share of the validation rows has a twin in the training part, a third as far as the fifth-nearest row?"""
    learned, judged = (part.inputs.flatten(1).float() for part in (train, validation))
    if learned.shape[1] < 20 or len(learned[:200].unique()) < 100:
        return None  # in a few columns or values, rows are alike by chance
    nearest = torch.cdist(judged[:200], learned).topk(5, largest=False).values
    twins = (nearest[:, 0] < nearest[:, 4] / 3).float().mean().item()
    return Reading(round(twins, 3), suspicious=twins > 0.1)


def with_shuffled_labels(part):
    return replace(part, targets=part.targets[torch.randperm(len(part))])


def prepare_validation_shuffled(raw):
    prepared = broken.prepare(raw)
    return replace(prepared, validation=with_shuffled_labels(prepared.validation))


def prepare_training_shuffled(raw):
    prepared = broken.prepare(raw)
    return replace(prepared, train=with_shuffled_labels(prepared.train))


impostors = {
    "shuffled_validation_labels": replace(broken, prepare=prepare_validation_shuffled),  # a report of chance
    "shuffled_training_labels": replace(broken, prepare=prepare_training_shuffled),  # a model of chance
}
