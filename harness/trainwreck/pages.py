"""The generated parts of README.md and docs/, each between ``<!-- name -->`` and ``<!-- /name -->``."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pandas as pd

from trainwreck.pairs.checks import VOCABULARY
from trainwreck.pairs.entries import BROKEN, CONTROLS, HEALTHY, Catalogue
from trainwreck.pairs.loading import Pair
from trainwreck.proof import texts
from trainwreck.proof.conditions import SOURCES
from trainwreck.proof.contract import RULES
from trainwreck.proof.matrix import confusions, false_alarms, indistinguishable
from trainwreck.proof.results import Results
from trainwreck.proof.statistics import paired_gain
from trainwreck.proof.study import failures
from trainwreck.proof.tables import printed, verdict_table
from trainwreck.proof.verdict import Verdict
from trainwreck.referee.leaderboard import leaderboard as ranked
from trainwreck.referee.leaderboard import markdown

SECTION = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)
SHOWN = 20  # verdicts that the README shows

Section = Callable[[Results], str]


def pages(root: Path) -> dict[Path, str]:
    """Return the text that each page of a catalogue should have, with its generated parts made anew."""
    found = (root / "README.md", *sorted((root / "docs").glob("*.md")))
    texts = {page: page.read_text(encoding="utf-8") for page in found if page.is_file()}
    return {page: SECTION.sub(partial(_filled, root / "results"), text) for page, text in texts.items()}


def _filled(folder: Path, section: re.Match[str]) -> str:
    name, (kind, _, images) = section[1], section[1].partition("_")
    if kind not in SECTIONS:
        return section[0]
    text = SECTIONS[kind](Results(folder, images) if images in SOURCES else Results(folder))
    return f"<!-- {name} -->\n\n{text}\n\n<!-- /{name} -->"


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
    lines = [
        f"{table.held.sum()} of {table.sets.sum()} verdicts held; not in every set: {', '.join(failed) or 'none'}. "
        f"{table.passed.sum()} of {table.impostors.sum()} impostors passed; {table.unmasked.sum()} were refused by the "
        "check alone.",
        *([f"\n† Studied with code that has changed since: {len(older)}."] if older else []),
        "",
        "| scenario | fix | seeds from | sets held | worst margin | impostors passed | refused by the check alone |",
        "|---|---|---:|---:|---:|---:|---:|",
    ]
    for row in table.to_dict("records"):
        held, margin = f"{row['held']} of {row['sets']}", f"{row['worst_margin']:.3f}"
        impostors = f"{row['passed']} of {row['impostors']} | {row['unmasked']}" if row["impostors"] else " | "
        name = f"{row['scenario']} †" if row["scenario"] in older else row["scenario"]
        cells = (name, row["recipe"], str(row["first_seed"]), held, margin, impostors)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def alarms(results: Results) -> str:
    """What the checks say of healthy set-ups of other scenarios, and how many faults they can confuse."""
    if not results.checks.is_file():
        return f"Not recorded yet: `trainwreck matrix --csv results/{results.checks.name}`."
    table = pd.read_csv(results.checks)
    counts = false_alarms(table).set_index("check")
    everything = counts.loc["all"]
    lines = [
        f"{everything.fired:.0f} false alarms in {everything.applied:.0f} answers ({everything.share:.1%}), on "
        f"{table.seeds.max()} seed a recipe that no check was written with. {table.raised.sum()} answers were an "
        f"exception. Of {table[table.kind == BROKEN].scenario.nunique()} faults, {len(confusions(table))} are accused "
        "by the check of another as well.",
        "",
        "| check | healthy set-ups it applies to | false alarms | share |",
        "|---|---:|---:|---:|",
    ]
    fired = counts[counts.fired > 0].drop("all", errors="ignore").sort_values("share", ascending=False)
    lines += [f"| {name} | {row.applied:.0f} | {row.fired:.0f} | {row.share:.3f} |" for name, row in fired.iterrows()]
    return "\n".join(lines)


def confused(results: Results) -> str:
    """Which faults are also accused by the checks of others, and which other answers a scenario accepts."""
    if not results.checks.is_file():
        return f"Not recorded yet: `trainwreck matrix --csv results/{results.checks.name}`."
    table = pd.read_csv(results.checks)
    accused_by = confusions(table)
    alike = "; ".join(f"{one} and {other}" for one, other in indistinguishable(table))
    lines = [
        f"Not to be told apart by their checks, because each accuses the other as well: {alike or 'none'}.",
        "",
        "| fault | also accused by the checks of | accepted as the diagnosis as well |",
        "|---|---|---|",
    ]
    for entry in Catalogue(results.folder.parent):
        others, accepted = accused_by.get(entry.name, []), entry.also_accepted
        if others or accepted:
            lines.append(f"| {entry.name} | {', '.join(others)} | {', '.join(accepted)} |")
    return "\n".join(lines)


def vocabulary(_: Results) -> str:
    """What a check may ask for, a row a word."""
    rows = [
        f"| `{name}` | {'after' if word.after else 'before'} | {word.meaning} |" for name, word in VOCABULARY.items()
    ]
    return "\n".join(["| word | the training | what it is |", "|---|---|---|", *rows])


def demands(_: Results) -> str:
    """What the contract demands, a row a rule: its items in pytest, the runs that it needs, and what it is."""
    scenario = SimpleNamespace(broken=True, check=True, fixes=("FIX",), healthy=("FIX",))
    control = SimpleNamespace(broken=None, check=None, fixes=(), healthy=(HEALTHY,))
    lines = ["| item | runs needed | demand |", "|---|---|---|"]
    for rule in RULES:
        subjects = dict.fromkeys(subject for pair in (scenario, control) for subject in rule.subjects(cast(Pair, pair)))
        items = ", ".join(f"`{subject}:{rule.name}`" for subject in subjects)
        needed = dict.fromkeys(recipe for subject in subjects for recipe in rule.needs(subject))
        lines.append(f"| {items} | {', '.join(needed)} | {rule.explanation} |")
    for whole in texts.CATALOGUE_RULES:
        explanation = (whole.__doc__ or "").partition("\n")[0]
        lines.append(f"| `catalogue:{whole.__name__.replace('_', '-')}` |  | {explanation} |")
    return "\n".join(lines)


def leaderboard(results: Results) -> str:
    """The recorded scorecards, the best tool first."""
    return markdown(ranked(results.folder / "tools"))


def speed(results: Results) -> str:
    """The timings of the training loop, each with its ratio to ours."""
    lines = ["| | network | who | median, ms | ours is |", "|---|---|---|---:|---:|"]
    for (group, work), rows in pd.read_csv(results.folder / "benchmarks-cpu.csv").groupby(["group", "work"]):
        ours = rows.loc[rows.who == "ours", "milliseconds"].item()
        for row in rows.to_dict("records"):
            ratio = "" if row["who"] == "ours" else f"{ours / row['milliseconds']:.2f} ×"
            lines.append(f"| {group} | {work} | {row['who']} | {row['milliseconds']:.1f} | {ratio} |")
    return "\n".join(lines)


# By the first word of the section's name; the second, if there is one, names the source of images.
SECTIONS: dict[str, Section] = {
    section.__name__: section
    for section in (verdicts, scores, goals, study, demands, vocabulary, alarms, confused, leaderboard, speed)
}
