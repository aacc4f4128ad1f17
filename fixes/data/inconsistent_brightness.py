from dataclasses import replace

import torch

from trainwreck import hold_out, preprocess
from trainwreck.scenarios.data.inconsistent_brightness import broken


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
