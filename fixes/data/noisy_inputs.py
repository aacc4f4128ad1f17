from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from scipy.ndimage import median_filter as median

from trainwreck import Reading, preprocess
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


def check(raw, prepare, new, model, update, inputs, targets):
    """What share of the pixels stands out from its neighbours, in a training step and in use?"""
    if inputs.dim() != 4:
        return None
    met = []
    model.register_forward_pre_hook(lambda _, given: met.append(given[0].detach()))
    update(inputs, targets)
    shares, arriving = [], prepare(raw).transform(new[:64]).float()
    for images in (met[0], arriving):
        around = F.unfold(F.pad(images[:, :1], (1, 1, 1, 1), mode="replicate"), kernel_size=3)
        away = (images[:, 0].flatten(1) - around.median(dim=1).values).abs()
        shares.append((away > (arriving.max() - arriving.min()) / 2).float().mean().item())
    return Reading([round(share, 3) for share in shares], suspicious=shares[1] > shares[0] + 0.1)


def pale_step(model, loss, optimizer, inputs, targets):
    return broken.step(model, loss, optimizer, 0.25 + 0.5 * inputs, targets)


def peppered_step(model, loss, optimizer, inputs, targets):
    return broken.step(model, loss, optimizer, inputs.masked_fill(torch.rand_like(inputs) < 0.5, 0.0), targets)


impostors = {
    "pale_images": replace(broken, step=pale_step),  # right mean, no specks
    "pepper_only": replace(broken, step=peppered_step),  # no white specks
}
