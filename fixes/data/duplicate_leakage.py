from dataclasses import replace

from trainwreck import Prepared, hold_out, hold_out_groups
from trainwreck.scenarios.data.duplicate_leakage import augmented, broken


def prepare_by_source(raw):
    train, validation = hold_out_groups(augmented(raw), fraction=0.5)  # all copies of an image on one side
    return Prepared(train=train, validation=validation)


def prepare_before_copying(raw):
    train, validation = hold_out(raw, fraction=0.5)
    return Prepared(train=augmented(train), validation=validation)  # the validation part is left as it came


split_by_source = replace(broken, prepare=prepare_by_source)
split_before_copying = replace(broken, prepare=prepare_before_copying)
