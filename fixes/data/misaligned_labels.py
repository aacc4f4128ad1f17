from dataclasses import replace

import torch

from trainwreck import Prepared, Reading, Split, hold_out
from trainwreck.scenarios.data.misaligned_labels import broken


def prepare_together(raw):
    train, validation = hold_out(raw)
    order = torch.randperm(len(train))
    # one order for both: each label stays with its image
    return Prepared(train=Split(train.inputs[order], train.targets[order]), validation=validation)


shuffled_together = replace(broken, prepare=prepare_together)


def check(raw, prepare):
    """What share of the training rows has lost the label that it was given?"""
    prepared = prepare(raw)
    given, kept = prepared.transform(raw.inputs).flatten(1).float(), prepared.train.inputs[:500].flatten(1).float()
    if raw.targets.is_floating_point() or raw.targets.dim() != 1 or given.shape[1] != kept.shape[1]:
        return None
    away, row = torch.cdist(kept, given).min(dim=1)
    found = away < 0.001 * kept.norm(dim=1)  # the same row, but for rounding
    if not found.any():
        return None
    lost = (raw.targets[row] != prepared.train.targets[:500])[found].float().mean().item()
    return Reading(round(lost, 3), suspicious=lost > 0.01)


def prepare_nearly(raw):
    train, validation = hold_out(raw)
    targets = train.targets.clone()
    targets[:60] = targets[:60].roll(1)  # one row too many in a file
    return Prepared(train=replace(train, targets=targets), validation=validation)


impostors = {"one_file_in_ten": replace(broken, prepare=prepare_nearly)}  # the other nine are right
