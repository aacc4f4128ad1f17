from dataclasses import replace

import torch
import torch.nn.functional as F

from trainwreck import Prepared, Reading, hold_out
from trainwreck.scenarios.preprocessing.destructive_augmentation import augment, broken


def move(images):
    """Turn each image by up to 0.1 radians, and shift it by up to 0.7 pixels."""
    angles = 0.1 * (2 * torch.rand(len(images)) - 1)
    shifts = 0.05 * (2 * torch.rand(len(images), 2, 1) - 1)  # an image is 2 wide: 0.05 of 14 pixels
    turns = torch.stack([angles.cos(), -angles.sin(), angles.sin(), angles.cos()], dim=1).view(-1, 2, 2)
    grid = F.affine_grid(torch.cat([turns, shifts], dim=2), images.shape, align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


def prepare_moved(raw):
    train, validation = hold_out(raw)
    return Prepared(train=replace(train, inputs=move(train.inputs)), validation=validation)  # a 6 stays a 6


small_moves = replace(broken, prepare=prepare_moved)


def check(raw, prepare):
    """How many augmented images have the label of the plain image that they are most like?"""
    if raw.inputs.dim() != 4 or raw.targets.dim() != 1:
        return None
    prepared = prepare(raw)
    rows = torch.randperm(len(prepared.train))[:256]
    images, plain = prepared.train.inputs[rows].flatten(1), prepared.transform(raw.inputs).flatten(1)
    distances, nearest = torch.cdist(images, plain).min(dim=1)
    changed = distances > 0.01 * images.norm(dim=1)
    if not changed.any():
        return None
    right = (raw.targets[nearest] == prepared.train.targets[rows])[changed].float().mean().item()
    return Reading(round(right, 2), suspicious=right < 0.8)  # plain digits: 0.95 and more


def prepare_both(raw):
    train, validation = hold_out(raw)
    both = torch.cat([train.inputs, augment(train.inputs, flipped=0.75)])
    return Prepared(train=replace(train, inputs=both, targets=train.targets.repeat(2)), validation=validation)


impostors = {"plain_ones_beside": replace(broken, prepare=prepare_both)}  # they outvote the others
