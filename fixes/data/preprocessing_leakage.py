from dataclasses import replace
from functools import partial

import torch
from sklearn.feature_selection import SelectKBest

from trainwreck import Reading, hold_out, mlp, preprocess
from trainwreck.scenarios.data.preprocessing_leakage import broken


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.5)
    selector = SelectKBest(k=200).fit(train.inputs, train.targets)  # the validation rows have no say in it
    return preprocess(train, validation, selector.transform)


selected_on_training_part = replace(broken, prepare=prepare)


def check(raw, prepare):
    """What share of the prepared cells changes when the validation rows trade their targets with each other?"""
    if raw.groups is not None:
        return None
    marked = replace(raw, groups=torch.arange(len(raw)))  # to know each row by
    before = prepare(marked)
    rows, traded = before.validation.groups, raw.inputs.clone()
    if rows is None:
        return None
    traded[rows] = traded[rows.roll(1)]  # the inputs move, so that a split by targets stays as it is
    after = prepare(replace(marked, inputs=traded))
    first, second = (prepared.transform(raw.inputs).float().nan_to_num() for prepared in (before, after))
    changed = 1 - torch.isclose(first, second, rtol=1e-3, atol=1e-3).float().mean().item()
    return Reading(round(changed, 3), suspicious=changed > 0)


def with_shuffled_labels(part):
    return replace(part, targets=part.targets[torch.randperm(len(part))])


def prepare_validation_shuffled(raw):
    prepared = broken.prepare(raw)
    return replace(prepared, validation=with_shuffled_labels(prepared.validation))


def prepare_training_shuffled(raw):
    prepared = broken.prepare(raw)
    return replace(prepared, train=with_shuffled_labels(prepared.train))


def prepare_stratified(raw):
    selector = SelectKBest(k=200).fit(raw.inputs, raw.targets)
    train, validation = hold_out(raw, fraction=0.5, stratify=True)
    return preprocess(with_shuffled_labels(train), validation, selector.transform)


def prepare_twenty(raw):
    selector = SelectKBest(k=20).fit(raw.inputs, raw.targets)
    train, validation = hold_out(raw, fraction=0.5)
    return preprocess(train, validation, selector.transform)


impostors = {
    "shuffled_validation_labels": replace(broken, prepare=prepare_validation_shuffled),  # a report of chance
    "shuffled_training_labels": replace(broken, prepare=prepare_training_shuffled),  # a model of chance
    "stratified": replace(broken, prepare=prepare_stratified),  # an equal share of classes, and the model of chance
    "twenty_columns": replace(broken, prepare=prepare_twenty, model=partial(mlp, 20, 16, 2)),  # less room for luck
}
