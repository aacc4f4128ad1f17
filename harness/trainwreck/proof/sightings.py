"""Which symptoms the runs of a study showed: each symptom judged like a detector."""

from collections.abc import Iterable, Iterator

import pandas as pd

from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.symptoms import Symptom
from trainwreck.proof.evidence import judge
from trainwreck.proof.prove import Proof

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "recipe": "str",
    "symptom": "str",
    "declared": "bool",
    "runs": "Int64",
    "shown": "Int64",
}
JUDGED_BY = ("pairs/scenario", "pairs/symptoms", "proof/evidence", "proof/sightings")
MOST_FALSE = 0.05  # a symptom may be seen on one in twenty healthy runs


def sightings(proofs: Iterable[Proof]) -> pd.DataFrame:
    """Return a row for each recipe and symptom: in how many of its runs it was seen; ``declared`` by the scenario."""
    rows = [row for proof in proofs for row in _rows(proof)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _rows(proof: Proof) -> Iterator[tuple[object, ...]]:
    if proof.pair is None:
        return
    for recipe in proof.pair.recipes:
        seen = [judge(proof.pair, run).symptoms for run in proof.runs[recipe]]
        for symptom in Symptom:
            declared = recipe == BROKEN and symptom is proof.pair.symptom
            shown = sum(symptom in symptoms for symptoms in seen)
            yield proof.entry.component, proof.entry.name, recipe, symptom.value, declared, len(seen), shown


def as_detectors(table: pd.DataFrame) -> pd.DataFrame:
    """Return a row a symptom: in what share it was seen of healthy runs, of the broken that declare it, and of others.

    A share is NaN where there is nothing to count.
    """
    broken = table.recipe == BROKEN
    groups = {"healthy": ~broken, "declared": table.declared, "other faults": broken & ~table.declared}
    counts = {name: table[mask].groupby("symptom")[["runs", "shown"]].sum() for name, mask in groups.items()}
    shares = pd.DataFrame({name: count.shown / count.runs for name, count in counts.items()})
    return shares.reindex([symptom.value for symptom in Symptom])
