from dataclasses import replace

import torch

from trainwreck import Prepared, Reading, hold_out
from trainwreck.scenarios.preprocessing.mismatched_transforms import broken


def prepare(raw):
    train, validation = hold_out(raw)
    dark_on_white = 1 - train.inputs
    mean, deviation = dark_on_white.mean(), dark_on_white.std()

    def to_network(images):
        return (1 - images - mean) / deviation

    return Prepared(
        train=replace(train, inputs=to_network(train.inputs)),
        validation=replace(validation, inputs=to_network(validation.inputs)),
        transform=to_network,  # the same function, with the same mean and deviation, for all images to come
    )


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


def prepare_half(raw):
    return replace(broken.prepare(raw), transform=lambda images: 0.85 - images)


impostors = {"half_the_transform": replace(broken, prepare=prepare_half)}  # inverted, not divided
