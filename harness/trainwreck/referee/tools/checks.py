"""The checks of the built-in catalogue, all together; made on the set-ups that they are scored on.

Each suspicious check names its own fault. The first is the one that is the least often suspicious of other faults.
"""

from functools import cache

from trainwreck.pairs.checks import Check
from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.loading import load
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof.results import Results
from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.tasks.sources import Digits

READS_THE_CATALOGUE = True  # its checks, and what they were suspicious of


def diagnose(case: Case) -> Diagnosis:
    """Ask every check, the most particular first."""
    findings = []
    for cause, check in _checks():
        reading = case.read(check)
        if reading and reading.suspicious:
            findings.append((f"{cause.fault}: {check.__doc__} {reading.value}", (cause,)))
    return faulty(findings) if findings else HEALTHY


@cache
def _checks() -> list[tuple[Cause, Check]]:
    pairs = [load(entry, Digits()) for entry in Catalogue(BUILT_IN)]
    checks = [(Cause(pair.entry.component, pair.name), pair.check) for pair in pairs if pair.check]
    others = _other_faults()
    return sorted(checks, key=lambda one: others.get(str(one[0].fault), 0))


def _other_faults() -> dict[str, int]:
    """Return, for each check, how many other faults it was suspicious of when all of them were asked about all."""
    table = Results(BUILT_IN / "results").answers()
    counts = table[(table.kind == BROKEN) & (table.check != table.scenario) & (table.fired > 0)].check.value_counts()
    return {str(check): int(count) for check, count in counts.items()}
