from dataclasses import replace

import torch
from sklearn.preprocessing import StandardScaler

from trainwreck import Reading, hold_out, preprocess
from trainwreck.scenarios.preprocessing.mismatched_transforms import broken


def prepare(raw):
    train, validation = hold_out(raw)
    scaler = StandardScaler().fit(train.inputs)
    return preprocess(train, validation, scaler.transform)  # for all rows to come as well, with the same numbers


same_transform = replace(broken, prepare=prepare)


def check(raw, prepare):
    """How many validation samples look different when they arrive the way new ones do?"""
    prepared = prepare(raw)
    arrived = prepared.transform(raw.inputs).flatten(1).float()
    known = prepared.validation.inputs[:64].flatten(1).float()
    if arrived.shape[1] != known.shape[1]:
        return None
    away = torch.cdist(known, arrived).min(dim=1).values / known.norm(dim=1)
    different = (away > 0.01).float().mean().item()
    return Reading(round(different, 2), suspicious=different > 0.5)  # all or none, as a rule


def prepare_anew(raw):
    def scaled_anew(rows):
        return torch.as_tensor(StandardScaler().fit_transform(rows), dtype=torch.float32)

    return replace(prepare(raw), transform=scaled_anew)


impostors = {"fitted_anew": replace(broken, prepare=prepare_anew)}  # good while many new rows come at once
