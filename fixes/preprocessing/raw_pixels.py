from dataclasses import replace

from trainwreck import hold_out, preprocess
from trainwreck.scenarios.preprocessing.raw_pixels import broken


def to_float(pixels):  # uint8 (n, 1, 28, 28)
    return pixels.float() / 255  # from 0…255 to 0…1, the scale that the rate was chosen for


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, to_float)


scaled = replace(broken, prepare=prepare)
