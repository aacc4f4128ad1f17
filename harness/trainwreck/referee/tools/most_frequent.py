"""Says that everything is faulty, and names the causes that are right most often: the yardstick for false alarms."""

from trainwreck.pairs.entries import Catalogue
from trainwreck.referee import yardsticks
from trainwreck.referee.accepted import accepted
from trainwreck.referee.answer import Diagnosis
from trainwreck.referee.case import Case

READS_THE_CATALOGUE = True  # which causes are right most often


def diagnose(_: Case) -> Diagnosis:
    """Call every case faulty, for the same reason."""
    return yardsticks.most_frequent(accepted(Catalogue()).values())
