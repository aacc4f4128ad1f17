from dataclasses import replace

from trainwreck import Prepared, hold_out
from trainwreck.scenarios.preprocessing.unscaled_targets import broken


def prepare(raw):
    train, validation = hold_out(raw)
    mean, deviation = train.targets.mean(), train.targets.std()  # the training part's, for all targets to come

    def to_prices(outputs):
        return outputs * deviation + mean

    return Prepared(
        train=replace(train, targets=(train.targets - mean) / deviation),
        validation=replace(validation, targets=(validation.targets - mean) / deviation),
        restore=to_prices,  # whatever the network answers is turned back into a price
    )


standardised_targets = replace(broken, prepare=prepare)
