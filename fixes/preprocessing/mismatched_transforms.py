from dataclasses import replace

from trainwreck import Prepared, hold_out
from trainwreck.scenarios.preprocessing.mismatched_transforms import broken


def prepare(raw):
    train, validation = hold_out(raw)
    dark_on_white = 1 - train.inputs
    mean, deviation = dark_on_white.mean(), dark_on_white.std()

    def to_network(images):
        return (1 - images - mean) / deviation

    return Prepared(
        train=replace(train, inputs=to_network(train.inputs)),
        validation=replace(validation, inputs=to_network(validation.inputs)),
        transform=to_network,  # the same function, with the same mean and deviation, for all images to come
    )


same_transform = replace(broken, prepare=prepare)
