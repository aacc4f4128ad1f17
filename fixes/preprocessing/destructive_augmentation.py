from dataclasses import replace

import torch
import torch.nn.functional as F

from trainwreck import Prepared, hold_out
from trainwreck.scenarios.preprocessing.destructive_augmentation import broken


def move(images):
    """Turn each image by up to 0.1 radians, and shift it by up to 0.7 pixels."""
    angles = 0.1 * (2 * torch.rand(len(images)) - 1)
    shifts = 0.05 * (2 * torch.rand(len(images), 2, 1) - 1)  # an image is 2 wide: 0.05 of 14 pixels
    turns = torch.stack([angles.cos(), -angles.sin(), angles.sin(), angles.cos()], dim=1).view(-1, 2, 2)
    grid = F.affine_grid(torch.cat([turns, shifts], dim=2), images.shape, align_corners=False)
    return F.grid_sample(images, grid, align_corners=False)


def prepare_moved(raw):
    train, validation = hold_out(raw, fraction=0.5)
    return Prepared(train=replace(train, inputs=move(train.inputs)), validation=validation)  # a 6 stays a 6


small_moves = replace(broken, prepare=prepare_moved)
