"""Says that everything is faulty, and names the component with the most faults: the yardstick for false alarms."""

from harness.catalogue import Catalogue
from harness.diagnosis import yardsticks
from harness.diagnosis.answer import Diagnosis
from harness.diagnosis.case import Case


def diagnose(_: Case) -> Diagnosis:
    """Call every case faulty, for the same reason."""
    return yardsticks.most_frequent(Catalogue())
