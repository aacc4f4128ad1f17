from dataclasses import replace

from unseen.scenarios.data.swapped_parts import broken

from trainwreck import Prepared, Reading, hold_out


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.04)
    return Prepared(train=train, validation=validation)


as_they_come = replace(broken, prepare=prepare)


def check(train, validation):
    """Is the part that is judged by the larger one?"""
    ratio = len(validation) / len(train)
    return Reading(round(ratio, 2), suspicious=ratio > 2)
