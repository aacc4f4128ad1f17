from dataclasses import replace

import torch

from trainwreck import Reading, hold_out, preprocess
from trainwreck.scenarios.data.inconsistent_brightness import broken


def standardise(images):
    mean = images.mean(dim=(1, 2, 3), keepdim=True)  # of each image by itself
    deviation = images.std(dim=(1, 2, 3), keepdim=True)
    return (images - mean) / deviation


def prepare_standardised(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, standardise)


def augmented_step(model, loss, optimizer, inputs, targets):
    contrast = torch.empty(len(inputs), 1, 1, 1, device=inputs.device).uniform_(0.2, 1.0)
    brightness = torch.empty(len(inputs), 1, 1, 1, device=inputs.device).uniform_(0.0, 2.0)
    model.train()
    optimizer.zero_grad()
    value = loss(model(contrast * inputs + brightness), targets)  # another light each time
    value.backward()
    optimizer.step()
    return value


standardised_images = replace(broken, prepare=prepare_standardised)
brightness_augmentation = replace(broken, step=augmented_step)


def check(raw, prepare, new, model, update, inputs, targets):
    """What share of the images in use is darker, brighter, paler or starker than every one of a training step?"""
    if inputs.dim() != 4 or len(inputs) < 16:
        return None
    met = []
    model.register_forward_pre_hook(lambda _, given: met.append(given[0].detach().float()))
    update(inputs, targets)
    arriving = prepare(raw).transform(new[:64]).float()
    outside = torch.zeros(len(arriving), dtype=torch.bool)
    for light in (torch.mean, torch.std):
        known, later, slack = light(torch.cat(met), dim=(1, 2, 3)), light(arriving, dim=(1, 2, 3)), 0.1 * met[0].std()
        outside |= (later < known.min() - slack) | (later > known.max() + slack)
    share = outside.float().mean().item()
    return Reading(round(share, 2), suspicious=share > 0.5)  # all or none, as a rule


def standardise_together(images):
    return (images - images.mean()) / images.std()  # of all images that are given


def prepare_together(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, standardise_together)


def slightly_augmented_step(model, loss, optimizer, inputs, targets):
    brightness = torch.empty(len(inputs), 1, 1, 1, device=inputs.device).uniform_(0.0, 0.8)
    return broken.step(model, loss, optimizer, inputs + brightness, targets)


impostors = {
    "standardised_together": replace(broken, prepare=prepare_together),  # images still differ
    "brightness_alone": replace(broken, step=slightly_augmented_step),  # contrast still differs
}
