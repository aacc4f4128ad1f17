from dataclasses import replace
from functools import partial

import torch
from scipy.ndimage import median_filter as median

from trainwreck import preprocess
from trainwreck.scenarios.data.noisy_inputs import broken


def prepare_filtered(raw):
    scans, camera = raw.take(raw.groups == 0), raw.take(raw.groups == 1)
    return preprocess(scans, camera, partial(median, size=(1, 1, 3, 3)))  # a lone extreme is never in the middle


def speckled_step(model, loss, optimizer, inputs, targets):
    drawn = torch.rand_like(inputs)
    speckled = inputs.masked_fill(drawn < 0.22, 0.0).masked_fill(drawn > 0.78, 1.0)  # new specks each time
    model.train()
    optimizer.zero_grad()
    value = loss(model(speckled), targets)
    value.backward()
    optimizer.step()
    return value


median_filter = replace(broken, prepare=prepare_filtered)
noise_augmentation = replace(broken, step=speckled_step)
