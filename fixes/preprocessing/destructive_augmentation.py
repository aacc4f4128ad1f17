"""Change only what the label survives.

## Why it failed

An augmentation T claims that the label stays true: p(y | T x) = p(y | x). Here each training image was mirrored, stood
on its head, or given half a turn, and kept its label. For a photograph of a cat the claim holds for the mirror. Of the
digits only 0, 1 and 8 stay nearly what they were. Half a turn makes a 9 of a 6 and a 6 of a 9; either flip makes nearly
a 5 of a 2. The network learned what it was shown. On MNIST it names 3 of a hundred upright sixes right and calls 39 of
them nines; of the nines it calls 54 sixes, and of the twos 28 fives.

A 4 or a 7 becomes no other digit, only a shape that never comes in use. What was learned about it is of no help: no
training image stood upright. And as the training score is taken on the augmented images, it promises what does not
hold for real ones.

## Why this helps

`small_moves` turns an image by at most 0.1 radians, 6 degrees, and shifts it by at most 0.7 pixels. People write with
such differences, so the claim holds and the images look like those to come. It scores 0.93 to 0.96.

Images left alone give the same score, 0.93 to 0.97: moved once, 480 images are still 480. The gain is the harm that
is no longer done. Left alone one time in four, and else mirrored, stood on its head or turned, they give 0.67 to 0.83.

## What it costs

One interpolation an image, which also blurs it a little. How far to move has to be chosen for the data: turns as
large as a right angle are harmful once more, and long shifts push strokes out of the image.

## How to check

    plt.imshow(torch.cat(list(augment(images[:10])[:, 0]), dim=1))  # would you give them the same labels?

## When it is not the cause

If training images and augmented ones pass your own eyes, look at the labels that came with the data (`label_noise`), or
at an index that moves labels by itself (`misaligned_labels`). If the augmentation is harmless but the images in use are
prepared otherwise, it is `mismatched_transforms`. If the training score is high without any augmentation, and the true
one is not, there are too few images: `tiny_dataset`, for which augmentation is a fix.

## References

- C. Shorten, T. Khoshgoftaar, A survey on image data augmentation for deep learning, 2019,
  doi:10.1186/s40537-019-0197-0 (the safety of an augmentation: flips, and 6 against 9)
- P. Simard, D. Steinkraus, J. Platt, Best practices for convolutional neural networks applied to visual document
  analysis, 2003, doi:10.1109/ICDAR.2003.1227801 (small affine and elastic moves of digits)
- PyTorch, torch.nn.functional.affine_grid:
  https://docs.pytorch.org/docs/stable/generated/torch.nn.functional.affine_grid.html
"""

from dataclasses import replace

import torch
import torch.nn.functional as F

from harness.preparation import Prepared, hold_out
from scenarios.preprocessing.destructive_augmentation import broken


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
