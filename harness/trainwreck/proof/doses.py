"""A pair at a severity of its fault that is not the scenario's own."""

from dataclasses import replace

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.severity import at, severities_of
from trainwreck.training.task import Images


def posed(entry: Entry, images: Images, severity: int | None) -> Pair:
    """Return an entry's pair, at a severity of its fault where one is asked for."""
    pair = load(entry, images)
    return pair if severity is None else dosed(pair, severity, images)


def dosed(pair: Pair, severity: int, images: Images) -> Pair:
    """Return a pair at another severity, from 1 to 5; a UserError if its fault has no degree.

    At the scenario's own severity it is the pair itself.
    """
    found = severities_of(pair)
    if found is None:
        raise UserError(f"{pair.name} is there or it is not: it has no severities. Leave the severity out.")
    dose = found.doses[severity - 1]
    return pair if dose == found.plain else replace(at(pair, severity, images), dose=dose)


def severity_of(pair: Pair) -> int | None:
    """Return the severity of a pair that `dosed` has made; None of a scenario's own."""
    found = severities_of(pair)
    return found.doses.index(pair.dose) + 1 if found and pair.dose is not None else None
