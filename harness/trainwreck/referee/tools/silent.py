"""Says that everything is healthy: the yardstick for detection."""

from trainwreck.referee import yardsticks
from trainwreck.referee.answer import Diagnosis
from trainwreck.referee.case import Case


def diagnose(_: Case) -> Diagnosis:
    """Call every case healthy."""
    return yardsticks.silent()
