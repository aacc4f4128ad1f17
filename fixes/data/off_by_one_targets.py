from dataclasses import replace

from trainwreck import Prepared, Split, hold_out
from trainwreck.scenarios.data.off_by_one_targets import WINDOW, broken


def windows(series):  # (series, hours)
    inputs = series[:, :-1].unfold(1, WINDOW, 1)  # the last hour has no reading after it
    targets = series[:, WINDOW:]  # the reading after the window, hours 12, 13, …
    return Split(inputs.flatten(0, 1), targets.flatten())


def prepare(raw):
    train, validation = hold_out(raw)
    return Prepared(train=windows(train.inputs), validation=windows(validation.inputs))


shifted_targets = replace(broken, prepare=prepare)
