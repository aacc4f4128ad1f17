"""Every single run of the catalogue as a row of a table, and two such tables compared."""

from collections.abc import Iterable

import pandas as pd

from trainwreck.pairs.entries import BROKEN
from trainwreck.proof.evidence import judge
from trainwreck.proof.prove import Proof

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "recipe": "str",
    "seed": "Int64",
    "score": "float",
    "training": "float",
    "reported": "float",
    "true": "float",
    "symptom": "str",
    "epochs_to_goal": "Int64",
    "diverged_at": "Int64",
}
JUDGED_BY = ("pairs/scenario", "pairs/symptoms", "proof/evidence")

# Another processor or library release rounds differently, and training magnifies that. Means over the seeds may differ
# by this much before a result counts as changed; symptoms may not differ at all. A broken training is less steady than
# a healthy one: with other vector instructions one such mean was seen to move by 0.063.
TOLERANCE, BROKEN_TOLERANCE = 0.05, 0.15


def tidy(proofs: Iterable[Proof]) -> pd.DataFrame:
    """Return one row a run; scores are rounded to four places, and there are no times in it."""
    rows = [row for proof in proofs for row in _rows(proof)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS).round(4)


def _rows(proof: Proof) -> Iterable[dict[str, object]]:
    assert proof.pair is not None
    for recipe, runs in proof.runs.items():
        for judged in (judge(proof.pair, run) for run in runs):
            yield {
                "component": proof.entry.component,
                "scenario": proof.entry.name,
                "recipe": recipe,
                "seed": judged.run.seed,
                "score": judged.score,
                "training": judged.run.final.training,
                "reported": judged.run.final.reported,
                "true": judged.run.final.true,
                "symptom": judged.symptom.value if judged.symptom else "",
                "epochs_to_goal": judged.epochs_to_goal,
                "diverged_at": judged.run.diverged_at,
            }


def differences(recorded: pd.DataFrame, fresh: pd.DataFrame) -> list[str]:
    """Say in words where fresh results differ from the recorded ones by more than the tolerance."""
    keys = ["scenario", "recipe"]
    old, new = (table.groupby(keys).agg({"score": "mean", "symptom": list}) for table in (recorded, fresh))
    found = [f"{' / '.join(key)} is not recorded." for key in new.index.difference(old.index)]
    found += [f"{' / '.join(key)} is only recorded." for key in old.index.difference(new.index)]
    both = old.merge(new, left_index=True, right_index=True, suffixes=("_old", "_new"))
    for row in both.reset_index().to_dict("records"):
        place = f"{row['scenario']} / {row['recipe']}"
        allowed = BROKEN_TOLERANCE if row["recipe"] == BROKEN else TOLERANCE
        if not abs(row["score_new"] - row["score_old"]) <= allowed:
            found.append(f"{place}: mean score {row['score_old']:.3f} → {row['score_new']:.3f}")
        if row["symptom_new"] != row["symptom_old"]:
            symptoms = (", ".join(s or "none" for s in row[side]) for side in ("symptom_old", "symptom_new"))
            found.append(f"{place}: symptoms {' → '.join(symptoms)}")
    return found
