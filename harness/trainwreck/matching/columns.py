"""Which column of a log is what: by its usual names, or as one is told."""

import re
from collections.abc import Iterable, Mapping

from trainwreck.errors import UserError, suggest
from trainwreck.matching.log import Log
from trainwreck.matching.reading import Columns

OPTIONS = {
    "losses": "--loss",
    "validation_losses": "--validation-loss",
    "validation": "--validation",
    "training": "--score",
    "rates": "--rate",
}
FEWEST = 3  # losses: of fewer, nothing can be said

VALIDATION = {"val", "valid", "validation", "eval", "test", "dev"}
LOSS = {"loss", "losses", "nll", "ce"}
SCORE = {"acc", "accuracy", "score", "f1", "auc", "auroc", "r2", "top1", "precision", "recall"}
RATE = {"lr", "rate"}


def log_of(columns: Columns, told: Mapping[str, str | None]) -> tuple[Log, dict[str, str]]:
    """Return the log in some columns, and which column is which of its series.

    ``told``  the columns that were named, by the series' names; a UserError says so if there is none of that name.
    """
    chosen = {series: _named(columns, series, name) for series, name in told.items() if name}
    for series in OPTIONS:
        candidates = [name for name in columns if name not in chosen.values() and series_of(name) == series]
        if series not in chosen and candidates:
            chosen[series] = max(candidates, key=lambda name: len(columns[name]))  # of a step rather than an epoch
    if "losses" not in chosen:
        raise UserError(f"No column is called a training loss. Name it with --loss; there are {_listed(columns)}.")
    log = Log(**{series: columns[name] for series, name in chosen.items()})
    if len(log.losses) < FEWEST and not log.ended:
        raise UserError(
            f"'{chosen['losses']}' has {len(log.losses)} values, too few to see how it went. Log the loss more often, "
            "or of more epochs."
        )
    return log, chosen


def series_of(name: str) -> str | None:
    """Return what a column of this name usually is.

    >>> [series_of(name) for name in ("train_loss_step", "val/acc", "lr-Adam", "eval_loss", "valAccuracy", "epoch")]
    ['losses', 'validation', 'rates', 'validation_losses', 'validation', None]
    """
    words = set(re.findall(r"[a-z]+\d*", re.sub(r"([a-z])([A-Z])", r"\1 \2", name).lower()))
    is_validation = bool(words & VALIDATION)
    if words & LOSS:
        return "validation_losses" if is_validation else "losses"
    if words & SCORE:
        return "validation" if is_validation else "training"
    return "rates" if words & RATE else None


def _named(columns: Columns, series: str, name: str) -> str:
    if name not in columns:
        raise UserError(
            f"There is no column {name!r} of numbers.{suggest(name, columns)} {OPTIONS[series]} takes one of "
            f"{_listed(columns)}."
        )
    return name


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in names)
