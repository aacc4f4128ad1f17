from dataclasses import replace

from unseen.scenarios.preprocessing.scaled_by_row import broken

from trainwreck import Reading, hold_out
from trainwreck.training.preparation import preprocess


def normalise(points):
    return points / 0.4  # about the deviation of either column


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, normalise)


scaled_by_column = replace(broken, prepare=prepare)


def check(train):
    """Are all rows of the same length?"""
    if train.inputs.ndim != 2 or train.inputs.shape[1] < 2:
        return None
    lengths = train.inputs.norm(dim=1)
    spread = (lengths.std() / lengths.mean()).item()
    return Reading(round(spread, 3), suspicious=spread < 0.001)
