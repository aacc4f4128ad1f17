from dataclasses import replace

from trainwreck import hold_out, preprocess
from trainwreck.scenarios.numerics.integer_pixels import broken


def enhance(pixels):  # uint8 (n, 1, 28, 28)
    contrast = (pixels.float() - 128) * 2 + 128  # floats may go below 0 and above 255; the clamp then brings them back
    return contrast.clamp(0, 255) / 127.5 - 1


def prepare(raw):
    train, validation = hold_out(raw, fraction=1 / 3)
    return preprocess(train, validation, enhance)


floats_first = replace(broken, prepare=prepare)
