"""The generated parts of README.md and docs/, each between ``<!-- name -->`` and ``<!-- /name -->``."""

import re
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pandas as pd

from trainwreck.learning.paths import paths as laid_out
from trainwreck.matching.measured import path as measured_logs
from trainwreck.matching.tables import tables
from trainwreck.pairs.checks import VOCABULARY
from trainwreck.pairs.entries import BROKEN, CONTROLS, HEALTHY, Catalogue
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof import texts
from trainwreck.proof.conditions import SOURCES
from trainwreck.proof.contract import RULES
from trainwreck.proof.matrix import confusions, false_alarms, indistinguishable
from trainwreck.proof.results import Results
from trainwreck.proof.runs import LEAST_GAIN
from trainwreck.proof.severity import doubtless
from trainwreck.proof.sightings import as_detectors
from trainwreck.proof.statistics import holm, most_failures, paired_gain
from trainwreck.proof.study import COLUMNS as STUDIED
from trainwreck.proof.study import LEAST_BEHIND, failures
from trainwreck.proof.tables import printed, verdict_table
from trainwreck.proof.verdict import Verdict
from trainwreck.referee.leaderboard import leaderboard as ranked
from trainwreck.referee.leaderboard import markdown
from trainwreck.scripts.script import script
from trainwreck.tasks.sources import Digits
from trainwreck.training.streams import Stream, derive

SECTION = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- /\1 -->", re.DOTALL)
FIGURES = [name for name, kind in STUDIED.items() if kind == "float"]
SHOWN = 20  # verdicts that the README shows
WRITTEN_OUT = "accumulated_gradients"  # the scenario that is shown as a script

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


def example(_: Results) -> str:
    """A scenario of the built-in catalogue as a script."""
    pair = load(Catalogue().entry(WRITTEN_OUT), Digits())
    available, _held_back = pair.task.data(derive(0, Stream.DATA))
    return f"```python\n{script(pair, BROKEN, available)}```"


def paths(results: Results) -> str:
    """The paths that learners take, with the minutes of all their cases."""
    lines = ["| path | | cases | minutes |", "|---|---|---:|---:|"]
    for route in laid_out(Catalogue(results.folder.parent)).values():
        minutes = sum(station.minutes for station in route.stations)
        lines.append(f"| `{route.name}` | {route.title} | {len(route.stations)} | {minutes} |")
    return "\n".join(lines)


def audit(results: Results) -> str:
    """What the judge says of scripts that the catalogue knows the answer to, by kind, and where it is wrong."""
    table = pd.read_csv(results.folder / "judge-digits.csv", keep_default_na=False)
    lines = ["| script | | of them repaired | the judge is right about |", "|---|---:|---:|---:|"]
    graded = table[table.right != "unknown"]
    for kind, rows in graded.groupby("kind", sort=False):
        lines.append(f"| {kind} | {len(rows)} | {(rows.repaired == 'yes').sum()} | {(rows.right == 'yes').sum()} |")
    wrong = [f"{row.scenario} ({row.recipe})" for row in table[table.right == "no"].itertuples()]
    left_out = len(table) - len(graded)
    lines += ["", f"Wrong: {', '.join(wrong) or 'none'}. {left_out} impostors cannot be written as scripts."]
    return "\n".join(lines)


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


def incidents(results: Results) -> str:
    """Where others have met the faults, by component, and how many faults have such a page."""
    scenarios = [entry for entry in Catalogue(results.folder.parent) if not entry.is_control]
    told = [entry for entry in scenarios if entry.incidents]
    count = sum(len(entry.incidents) for entry in told)
    lines = [f"{len(told)} of {len(scenarios)} scenarios have been met by others, on {count} pages."]
    for component, entries in groupby(told, key=attrgetter("component")):
        lines += ["", f"## {component}", "", "| scenario | where | year | what was met there |", "|---|---|---|---|"]
        for entry in entries:
            lesson = f"[`{entry.name}`](../fixes/{component}/{entry.name}.md)"
            for title, url, year, sentence in entry.incidents:
                cells = (lesson, f"[{title}]({url})", str(year), sentence)
                lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "\n".join(lines)


def vocabulary(_: Results) -> str:
    """What a check may ask for, a row a word."""
    rows = [
        f"| `{name}` | {'after' if word.after else 'before'} | {word.meaning} |" for name, word in VOCABULARY.items()
    ]
    return "\n".join(["| word | the training | what it is |", "|---|---|---|", *rows])


def demands(_: Results) -> str:
    """What the contract demands, a row a rule: its items in pytest, the runs that it needs, and what it is."""
    scenario = SimpleNamespace(broken=True, check=True, judged_by_report=True, fixes=("FIX",), healthy=("FIX",))
    control = SimpleNamespace(broken=None, check=None, judged_by_report=False, fixes=(), healthy=(HEALTHY,))
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


def matched(results: Results) -> str:
    """How well logs are matched with the catalogue's."""
    measurement = measured_logs(results.folder)
    if not measurement.is_file():
        return "Not measured yet: `trainwreck results match`."
    return tables(pd.read_csv(measurement))


def leaderboard(results: Results) -> str:
    """The recorded scorecards, the best tool first."""
    return markdown(ranked(results.folder / "tools"))


def examined(results: Results) -> str:
    """How often examining somebody's own script is right: each set in a row, then every fault and false alarm."""
    path = results.folder / "examine-cpu.csv"
    if not path.is_file():
        return "Not recorded yet: `python -m tests.examining.measure first`."
    table = pd.read_csv(path, keep_default_na=False)
    lines = [
        "| set | healthy scripts | of them accused | answers of checks | false findings | faults | found | named "
        "| watching takes |",
        f"|---|{'---:|' * 8}",
    ]
    for name, rows in table.groupby("set"):
        healthy, faults = rows[rows.fault == HEALTHY], rows[rows.fault != HEALTHY]
        told = rows[rows.watching != ""]
        watching, asking = pd.to_numeric(told.watching), pd.to_numeric(told.asking)
        share = (watching / (told.seconds - watching - asking)).median()
        cells = [
            name,
            len(healthy),
            (healthy.found > 0).sum(),
            pd.to_numeric(healthy.checks).sum(),
            healthy.found.sum(),
        ]
        cells += [len(faults), f"{(faults.found > 0).mean():.0%}", f"{faults.named.mean():.0%}", f"{share:.0%}"]
        lines.append(f"| {' | '.join(map(str, cells))} |")
    lines += [
        "",
        "*Watching takes* is the median share of a script's own time; most of it goes into the first steps.",
        "",
        "| set | script | fault | found | named | accusations |",
        "|---|---|---|---|---|---|",
    ]
    for row in table[(table.fault != HEALTHY) | (table.found > 0)].itertuples():
        found, named = ("yes" if value else "no" for value in (row.found, row.named))
        marks = "false alarm | " if row.fault == HEALTHY else f"{found} | {named}"
        lines.append(f"| {row.set} | {row.script} | {row.fault} | {marks} | {row.which} |")
    return "\n".join(lines)


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
    for section in (
        example,
        paths,
        audit,
        verdicts,
        scores,
        goals,
        study,
        symptoms,
        severities,
        longer,
        demands,
        incidents,
        vocabulary,
        alarms,
        confused,
        matched,
        leaderboard,
        examined,
        speed,
    )
}
