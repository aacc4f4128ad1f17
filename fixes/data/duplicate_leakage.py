"""Split first."""

from dataclasses import replace

from harness.preparation import Prepared, hold_out
from harness.split import Split
from scenarios.data.duplicate_leakage import broken, copies


def split_then_augment(raw: Split) -> Prepared:
    train, validation = hold_out(raw, fraction=0.5)
    return Prepared(train=copies(train), validation=validation)


split_first = replace(broken, prepare=split_then_augment)
