"""Reference results: what the catalogue gave on one source of images and one device, as a tidy table."""

import json
from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, HEALTHY
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.environment import environment
from trainwreck.proof.evidence import judge
from trainwreck.proof.prove import Proof
from trainwreck.proof.records import write_whole

# Another processor or library release rounds differently, and training magnifies that. Means over the seeds
# may differ by this much before a result counts as changed; symptoms may not differ at all.
TOLERANCE = 0.05


def tidy(proofs: Iterable[Proof]) -> pd.DataFrame:
    """Return one row a run, sorted; scores are rounded to four places, and there are no times in it."""
    rows = []
    for proof in proofs:
        for recipe, runs in proof.runs.items():
            assert proof.pair is not None
            for run in runs:
                judged = judge(proof.pair, run)
                rows.append(
                    {
                        "component": proof.entry.component,
                        "scenario": proof.entry.name,
                        "recipe": recipe,
                        "seed": run.seed,
                        "score": judged.score,
                        "training": run.final.training,
                        "reported": run.final.reported,
                        "true": run.final.true,
                        "symptom": judged.symptom.value if judged.symptom else "",
                        "epochs_to_goal": judged.epochs_to_goal,
                        "diverged_at": run.diverged_at,
                    }
                )
    table = pd.DataFrame(rows).round(4)
    whole = {"epochs_to_goal": "Int64", "diverged_at": "Int64"}
    return table.sort_values(["component", "scenario"], kind="stable").astype(whole).reset_index(drop=True)


def path(folder: Path, images: str, device: str) -> Path:
    """Return where the reference of one source and device lies."""
    return folder / f"{images}-{device.replace(':', '')}.csv"


def write(folder: Path, table: pd.DataFrame, conditions: Conditions) -> Path:
    """Write a reference; return its path."""
    return write_table(
        path(folder, conditions.images.name, str(conditions.device)), table, seeds=list(conditions.seeds)
    )


def write_table(target: Path, table: pd.DataFrame, **made_with: object) -> Path:
    """Write a table of results, and beside it the environment and what else it was made with; return its path."""
    write_whole(target, table.to_csv(index=False, lineterminator="\n"))
    write_whole(target.with_suffix(".json"), json.dumps(environment() | made_with, indent=2) + "\n")
    return target


def read(target: Path) -> pd.DataFrame:
    """Read a reference."""
    if not target.is_file():
        raise UserError(f"There is no reference '{target}'. Make it with `trainwreck results record`.")
    return pd.read_csv(target, keep_default_na=False, na_values={"epochs_to_goal": "", "diverged_at": ""})


def differences(reference: pd.DataFrame, fresh: pd.DataFrame) -> list[str]:
    """Say in words where fresh results differ from the reference by more than the tolerance."""
    keys = ["scenario", "recipe"]
    old, new = (table.groupby(keys).agg({"score": "mean", "symptom": list}) for table in (reference, fresh))
    found = [f"{' / '.join(key)} is not in the reference: record it anew." for key in new.index.difference(old.index)]
    found += [f"{' / '.join(key)} is only in the reference: record it anew." for key in old.index.difference(new.index)]
    both = old.merge(new, left_index=True, right_index=True, suffixes=("_old", "_new"))
    for row in both.reset_index().to_dict("records"):
        place = f"{row['scenario']} / {row['recipe']}"
        if abs(row["score_new"] - row["score_old"]) > TOLERANCE:
            found.append(f"{place}: mean score {row['score_old']:.3f} → {row['score_new']:.3f}")
        if row["symptom_new"] != row["symptom_old"]:
            symptoms = (", ".join(s or "none" for s in row[side]) for side in ("symptom_old", "symptom_new"))
            found.append(f"{place}: symptoms {' → '.join(symptoms)}")
    return found


def markdown(table: pd.DataFrame) -> str:
    """Return a reference as a Markdown table, one row a fix or control, with mean judged scores."""
    lines = ["| scenario | symptom | fix | broken | fixed |", "|---|---|---|---:|---:|"]
    for (_, scenario), rows in table.groupby(["component", "scenario"], sort=False):
        scores = rows.groupby("recipe", sort=False)["score"].mean()
        symptoms = sorted(set(rows[rows.recipe == BROKEN].symptom))
        for recipe, score in scores.drop(BROKEN, errors="ignore").items():
            broken = "" if recipe == HEALTHY else f"{scores[BROKEN]:.2f}"
            lines.append(f"| {scenario} | {', '.join(symptoms)} | {recipe} | {broken} | {score:.2f} |")
    return "\n".join(lines)
