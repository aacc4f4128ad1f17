"""Two tools that know nothing: a tool that does no better has not diagnosed anything."""

from collections import Counter

from trainwreck.pairs.entries import Catalogue
from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis


def silent() -> Diagnosis:
    """Return the answer of a tool that never says a word: no false alarm, and nothing found."""
    return HEALTHY


def most_frequent(catalogue: Catalogue) -> Diagnosis:
    """Return the answer of a tool that always calls the component with the most faults: all found, all alarmed."""
    faults = Counter(entry.component for entry in catalogue if not entry.is_control)
    return Diagnosis("faulty", tuple(Cause(component) for component, _ in faults.most_common(1)))
