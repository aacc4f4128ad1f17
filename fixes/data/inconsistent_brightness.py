"""Make the answer independent of the light.

## Why it failed

All photographs at hand were taken in good light: the ink nearly white, the background nearly black. In use the
background lies at 0.4 to 0.7, and the ink only 0.25 to 0.5 above it. So an image x arrives as c·x + b, and a unit of
the first layer computes

    w·(c x + b)  =  c (w·x) + b Σw

Nothing in the training asked for Σw = 0, so each unit is pushed by its own amount, and the units no longer fit
together. The validation part was taken in the same good light and could not show it.

## Why this helps

- `standardised_images` subtracts each image's own mean and divides by its own standard deviation. Whatever b and c >
  0 were, they cancel exactly, for every image to come. It ends at 0.94 to 0.97. Try it first, where light changes the
  image as a whole.
- `brightness_augmentation` gives every image a new contrast and brightness each time it is drawn, wide enough to
  cover what is met in use. The network learns weights for which b and c matter little. It ends at 0.92 to 0.97. Take
  it where light is uneven, or where brightness carries meaning that must not be removed altogether. The validation
  part could be varied too.

## What it costs

Standardising loses absolute brightness: a black and a grey page become the same, and a nearly empty image becomes
amplified noise. Augmentation spends capacity and steps on the variations: the training loss ends several times as
high here. It helps only within the range that was drawn.

## How to check

    print((outputs.argmax(1) == model(0.4 * inputs + 1.0).argmax(1)).float().mean())  # far below 1: light matters

## When it is not the cause

If the images are alike and the code that prepares them differs, it is `mismatched_transforms`. If the report is too
good because copies lie on both sides, it is `duplicate_leakage`.
And a low score on the validation part as well is an ordinary case of `tiny_dataset` or `too_small_model`.

## References

- D. Hendrycks, T. Dietterich, Benchmarking neural network robustness to common corruptions and perturbations, 2019,
  arXiv:1903.12261
- C. Shorten, T. Khoshgoftaar, A survey on image data augmentation for deep learning, 2019,
  doi:10.1186/s40537-019-0197-0
- torchvision, ColorJitter: https://pytorch.org/vision/stable/generated/torchvision.transforms.v2.ColorJitter.html
"""

from dataclasses import replace

import torch

from harness.preparation import hold_out, preprocess
from scenarios.data.inconsistent_brightness import broken


def standardise(images):
    mean = images.mean(dim=(1, 2, 3), keepdim=True)  # of each image by itself
    deviation = images.std(dim=(1, 2, 3), keepdim=True)
    return (images - mean) / deviation


def prepare_standardised(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, standardise)


def augmented_step(model, loss, optimizer, inputs, targets):
    contrast = torch.empty(len(inputs), 1, 1, 1, device=inputs.device).uniform_(0.25, 1.0)
    brightness = torch.empty(len(inputs), 1, 1, 1, device=inputs.device).uniform_(0.0, 2.0)
    model.train()
    optimizer.zero_grad()
    value = loss(model(contrast * inputs + brightness), targets)  # another light each time
    value.backward()
    optimizer.step()
    return value


standardised_images = replace(broken, prepare=prepare_standardised)
brightness_augmentation = replace(broken, step=augmented_step)
