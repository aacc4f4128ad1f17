"""Says that everything is healthy: the yardstick for detection."""

from harness.diagnosis import yardsticks
from harness.diagnosis.answer import Diagnosis
from harness.diagnosis.case import Case


def diagnose(_: Case) -> Diagnosis:
    """Call every case healthy."""
    return yardsticks.silent()
