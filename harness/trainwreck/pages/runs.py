"""What runs have come to: verdicts, scores, goals, the study, symptoms, severities, longer runs."""

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd

from trainwreck.pairs.entries import BROKEN, CONTROLS, HEALTHY, Catalogue
from trainwreck.proof.results import Results
from trainwreck.proof.runs import LEAST_GAIN
from trainwreck.proof.severity import doubtless
from trainwreck.proof.sightings import as_detectors
from trainwreck.proof.statistics import holm, most_failures, paired_gain
from trainwreck.proof.study import COLUMNS as STUDIED
from trainwreck.proof.study import LEAST_BEHIND, failures
from trainwreck.proof.tables import printed, verdict_table
from trainwreck.proof.verdict import Verdict

FIGURES = [name for name, kind in STUDIED.items() if kind == "float"]
SHOWN = 20  # verdicts that the README shows


def verdicts(results: Results) -> str:
    """The first verdicts, as a command prints them."""
    runs = results.runs.read()
    names = runs[runs.component != CONTROLS].scenario.drop_duplicates().sort_values()
    rows = [row for name in names for row in _verdicts(runs[runs.scenario == name])]
    lines = printed(verdict_table(rows[:SHOWN], times=False)).splitlines()
    more = [f"… {len(rows) - SHOWN} more …"] if len(rows) > SHOWN else []
    return "\n".join(["```text", *lines, *more, "```"])


def _verdicts(runs: pd.DataFrame) -> list[Verdict]:
    """Return the verdicts on a scenario's recorded runs, all of which held, or they would not be on record."""
    broken = runs[runs.recipe == BROKEN]
    return [
        Verdict(
            component=fixed.component.iloc[0],
            scenario=fixed.scenario.iloc[0],
            recipe=str(recipe),
            symptom=broken.symptom.iloc[0],
            broken=broken.score.mean(),
            score=fixed.score.mean(),
            gain=paired_gain(broken.score.tolist(), fixed.score.tolist()),
            epochs_to_goal=float(fixed.epochs_to_goal.median()),
            failed={},
        )
        for recipe, fixed in runs[runs.recipe != BROKEN].groupby("recipe", sort=False)
    ]


def scores(results: Results) -> str:
    """The mean judged scores, a row a fix or control."""
    lines = ["| scenario | symptom | fix | broken | fixed |", "|---|---|---|---:|---:|"]
    for (_, scenario), rows in results.runs.read().groupby(["component", "scenario"], sort=False):
        means = rows.groupby("recipe", sort=False)["score"].mean()
        symptoms = sorted(set(rows[rows.recipe == BROKEN].symptom))
        for recipe, score in means.drop(BROKEN, errors="ignore").items():
            broken = "" if recipe == HEALTHY else f"{means[BROKEN]:.2f}"
            lines.append(f"| {scenario} | {', '.join(symptoms)} | {recipe} | {broken} | {score:.2f} |")
    return "\n".join(lines)


def goals(results: Results) -> str:
    """Each task's goal beside the score of a standard model."""
    lines = ["| scenario | knowing nothing | goal | standard model | share of the way |", "|---|---:|---:|---:|---:|"]
    for row in results.goals.read().to_dict("records"):
        share = "" if pd.isna(row["share"]) else f"{row['share']:.2f}"
        scores = f"{row['chance']:.2f} | {row['goal']:.3f} | {row['standard']:.3f}"
        lines.append(f"| {row['scenario']} | {scores} | {share} |")
    return "\n".join(lines)


def study(results: Results) -> str:
    """How often each verdict held, and all of them together; † marks what was made by code that has changed since."""
    table = results.study.read()
    older = {entry.name for entry in results.study.stale(Catalogue(results.folder.parent))}
    failed = [f"{row.scenario} ({row.recipe})" for row in failures(table).itertuples()]
    behind = [f"{row.scenario} ({row.recipe})" for row in table[table.behind_at_most > LEAST_BEHIND].itertuples()]
    held, sets = int(table.held.sum()), int(table.sets.sum())
    lines = [
        f"{held} of {sets} verdicts held; not in every set: {', '.join(failed) or 'none'}. At 95 %, of all verdicts on "
        f"sets like these at most {most_failures(sets - held, max(sets, 1)):.2%} fail. {table.passed.sum()} of "
        f"{table.impostors.sum()} impostors passed; {table.unmasked.sum()} were refused by the check alone. Of "
        f"{table.behind.count()} that were compared with a standard model, these are not shown to be at most "
        f"{LEAST_BEHIND} behind it: {', '.join(behind) or 'none'}.",
        *([f"\n† Studied with code that has changed since: {len(older)}."] if older else []),
        "",
        "| scenario | fix | seeds from | sets held | fails at most | worst margin | deviations | gain (95 %) | effect "
        "| p | behind the standard | recalibrated | impostors passed | by the check alone |",
        f"|---|---|{'---:|' * 12}",
    ]
    table.loc[table.p.notna(), "p"] = holm(table.p.dropna().tolist())
    lines += [_study_line(row, " †" if row["scenario"] in older else "") for row in table.to_dict("records")]
    return "\n".join(lines)


def _study_line(row: Mapping[Hashable, Any], mark: str) -> str:
    figures = {name: "" if pd.isna(value) else f"{value:.3f}" for name, value in row.items() if name in FIGURES}
    gained = f"{figures['gain']} ({figures['gain_low']} to {figures['gain_high']})" if figures["gain"] else ""
    behind = f"{figures['behind']} (≤ {figures['behind_at_most']})" if figures["behind"] else ""
    fails = f"{most_failures(row['sets'] - row['held'], row['sets']):.0%}" if row["sets"] else ""
    cells = [row["scenario"] + mark, row["recipe"], row["first_seed"], f"{row['held']} of {row['sets']}", fails]
    cells += [figures["worst_margin"], figures["deviations"][:-2], gained, figures["effect"][:-2]]
    cells += [figures["p"], behind, row["recalibrated"]]
    cells += [f"{row['passed']} of {row['impostors']}", row["unmasked"]] if row["impostors"] else ["", ""]
    return f"| {' | '.join(map(str, cells))} |"


def symptoms(results: Results) -> str:
    """Every symptom as a detector: how often it is seen on healthy runs, and where it is declared."""
    table = results.symptoms.read()
    if table.empty:
        return f"Not recorded yet: `{results.command(results.symptoms, [])}`."
    lines = ["| symptom | on healthy runs | where declared | on other faults |", "|---|---:|---:|---:|"]
    for name, row in as_detectors(table).iterrows():
        shares = ("" if pd.isna(share) else f"{share:.1%}" for share in row)
        lines.append(f"| {name} | {' | '.join(shares)} |")
    return "\n".join(lines)


def severities(results: Results) -> str:
    """Each fault at its five doses: what the broken recipe scores, from which dose on harm is beyond doubt."""
    table = results.severities.read()
    if table.empty:
        return f"Not recorded yet: `{results.command(results.severities, [])}`."
    sure = doubtless(table)
    lines = [
        f"{table.seeds.max()} seeds a dose, judged by images that no set-up was tuned on. **Bold**: the scenario's own "
        "dose. Harm is beyond doubt from the severity on at which the 95 % interval of what the fix gains lies wholly "
        f"above {LEAST_GAIN}.",
        "",
        "| scenario | by | 1 | 2 | 3 | 4 | 5 | goal | fixed | beyond doubt from |",
        "|---|---|---|---|---|---|---|---:|---:|---:|",
    ]
    for name, rows in table.groupby("scenario", sort=False):
        cells = [f"{row.dose:g}: {row.broken:.2f}" for row in rows.itertuples()]
        marked = [f"**{cell}**" if plain else cell for cell, plain in zip(cells, rows.plain, strict=True)]
        own = rows[rows.plain].iloc[0]
        cells = [str(name), own["of"], *marked, f"{own.goal:.2f}", f"{own.fixed:.2f}", str(sure.get(name, "none"))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def longer(results: Results) -> str:
    """The broken recipes that reach the goal if they are given eight times their epochs, or come near to it."""
    table = results.longer.read()
    if table.empty:
        return f"Not recorded yet: `{results.command(results.longer, [])}`."
    there = table[table.reached > 0]
    lines = [
        f"{len(there)} of {len(table)} reach their goal on some seed, {(table.reached == table.seeds).sum()} on all:",
        "",
        "| scenario | epochs | score | goal | reached on |",
        "|---|---:|---:|---:|---:|",
    ]
    for row in there.itertuples():
        lines.append(
            f"| {row.scenario} | {row.epochs} | {row.score:.2f} | {row.goal:.2f} | {row.reached} of {row.seeds} |"
        )
    return "\n".join(lines)
