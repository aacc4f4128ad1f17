from dataclasses import replace

import torch

from trainwreck import Reading, hold_out, preprocess
from trainwreck.scenarios.numerics.integer_pixels import broken


def enhance(pixels):  # uint8 (n, 1, 28, 28)
    contrast = (pixels.float() - 128) * 2 + 128  # floats may go below 0 and above 255; the clamp then brings them back
    return contrast.clamp(0, 255) / 127.5 - 1


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, enhance)


floats_first = replace(broken, prepare=prepare)


def check(raw, prepare):
    """What share of the prepared pixels changes if the bytes are made floats first?"""
    if raw.inputs.dtype != torch.uint8:
        return None
    floats = replace(raw, inputs=raw.inputs.float())
    changed = (prepare(raw).train.inputs - prepare(floats).train.inputs).abs() > 0.01
    share = changed.float().mean().item()
    return Reading(round(share, 3), suspicious=share > 0)


def blend(pixels):  # uint8 (n, 1, 28, 28)
    contrast = (pixels - 128) * 2 + 128
    return (contrast.float() + 3 * pixels.float()) / 510 - 1


def prepare_blended(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, blend)


impostors = {"blended": replace(broken, prepare=prepare_blended)}  # wrapped pixels, beside whole ones
