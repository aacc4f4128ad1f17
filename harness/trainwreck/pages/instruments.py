"""How good the judge, the tools, the matcher and the examination are, and how fast the training loop."""

from functools import lru_cache
from pathlib import Path

import pandas as pd

from trainwreck.matching.measured import path as measured_logs
from trainwreck.matching.tables import tables
from trainwreck.pairs.entries import BROKEN, HEALTHY, Catalogue
from trainwreck.proof.results import Results
from trainwreck.referee import leaderboard as board
from trainwreck.referee import yardsticks as measures
from trainwreck.referee.figures import summarise
from trainwreck.referee.recorded import cases as recorded_cases

TOOLS = "tools"  # the folder of the scorecards


def audit(results: Results) -> str:
    """What the judge says of scripts that the catalogue knows the answer to, by kind, and where it is wrong."""
    path = results.folder / "judge-digits.csv"
    if not path.is_file():
        return f"Not recorded yet: `trainwreck audit --csv results/{path.name}`."
    table = pd.read_csv(path, keep_default_na=False)
    lines = ["| script | | of them repaired | the judge is right about |", "|---|---:|---:|---:|"]
    graded = table[table.right != "unknown"]
    for kind, rows in graded.groupby("kind", sort=False):
        lines.append(f"| {kind} | {len(rows)} | {(rows.repaired == 'yes').sum()} | {(rows.right == 'yes').sum()} |")
    wrong = [f"{row.scenario} ({row.recipe})" for row in table[table.right == "no"].itertuples()]
    left_out = len(table) - len(graded)
    lines += ["", f"Wrong: {', '.join(wrong) or 'none'}. {left_out} impostors have not been judged."]
    return "\n".join(lines)


def matched(results: Results) -> str:
    """How well logs are matched with the catalogue's."""
    measurement = measured_logs(results.folder)
    if not measurement.is_file():
        return "Not measured yet: `trainwreck results match`."
    return tables(pd.read_csv(measurement))


def yardsticks(results: Results) -> str:
    """What knows nothing, or one number, or the answers by heart, scores on the recorded runs."""
    cases = recorded_cases(Catalogue(results.folder.parent), results)
    lines = [
        "| yardstick | told apart (95 %) | detection | false alarms | right cause first | among three | AUC (95 %) |",
        f"|---|{'---:|' * 6}",
    ]
    for name, answers in measures.on(cases, results.answers()).items():
        one = summarise(name, answers)
        plain = (one.detection, one.false_alarms, one.cause, one.cause_in_three)
        cells = [
            f"`{name}`",
            str(one.told_apart),
            *("" if it.value is None else f"{it.value:.2f}" for it in plain),
            str(one.auc),
        ]
        lines.append(f"| {' | '.join(cells)} |")
    looks = zip(cases, measures.looks_fine(cases), strict=True)
    fine = {case.truth.scenario for case, it in looks if it and case.truth.kind == BROKEN}
    return "\n".join([*lines, "", f"{len(fine)} scenarios have a broken run whose reported score looks fine."])


def finding(results: Results) -> str:
    """What the tools tell where the reported score looks fine, in a sentence."""
    return f"**{board.finding(_standings(results))}**"


def leaderboard(results: Results) -> str:
    """The recorded scorecards, the best tool first: how much each tells apart."""
    return board.markdown(board.ranking(_standings(results)))


def diagnoses(results: Results) -> str:
    """What each tool names, and what it costs."""
    return board.markdown(board.diagnoses(_standings(results)))


def seen(results: Results) -> str:
    """What each tool finds, by what a run shows."""
    return board.markdown(board.by_symptom(_standings(results)))


def doses(results: Results) -> str:
    """What each tool finds, by the fault's severity."""
    return _or_not_measured(board.by_severity(results.folder / TOOLS))


def unseen(results: Results) -> str:
    """What tools that know the catalogue tell of a pack that they do not know."""
    return _or_not_measured(board.of_unseen(results.folder / TOOLS))


def _or_not_measured(table: pd.DataFrame) -> str:
    return "Not measured yet." if table.empty else board.markdown(table)


def mistaken(results: Results) -> str:
    """What each tool names wrongly, most often."""
    return board.markdown(board.mistakes(_standings(results)))


def _standings(results: Results) -> list[board.Standing]:
    folder = results.folder / TOOLS
    return _read(folder, tuple((file, file.stat().st_mtime_ns) for file in folder.glob("*.json")))


@lru_cache(maxsize=1)  # several parts of a page are made from the same scorecards, whose intervals take seconds
def _read(folder: Path, _: tuple[tuple[Path, int], ...]) -> list[board.Standing]:
    return board.standings(folder)


def examined(results: Results) -> str:
    """How often examining somebody's own script is right: each set in a row, then every fault and false alarm."""
    path = results.folder / "examine-cpu.csv"
    if not path.is_file():
        return "Not recorded yet: `python -m tests.examining.measure first`."
    table = pd.read_csv(path, keep_default_na=False)
    first = results.folder / "examine-unseen-cpu.csv"
    unseen = pd.read_csv(first, keep_default_na=False) if first.is_file() else table.head(0)
    lines = [
        "| set | healthy scripts | of them accused | answers of checks | false findings | faults | found | named "
        "| watching takes |",
        f"|---|{'---:|' * 8}",
        *(_examined_set(f"{name}, when nobody had seen it", rows) for name, rows in unseen.groupby("set")),
        *(_examined_set(str(name), rows) for name, rows in table.groupby("set")),
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


def _examined_set(name: str, rows: pd.DataFrame) -> str:
    """One set in a row: false findings of its healthy scripts, and what was found of its faults."""
    healthy, faults = rows[rows.fault == HEALTHY], rows[rows.fault != HEALTHY]
    told = rows[rows.watching != ""]
    watching, asking = pd.to_numeric(told.watching), pd.to_numeric(told.asking)
    share = (watching / (told.seconds - watching - asking)).median()
    accused, answers = (healthy.found > 0).sum(), pd.to_numeric(healthy.checks).sum()
    cells = [name, len(healthy), accused, answers, healthy.found.sum()]
    found = [f"{(faults.found > 0).mean():.0%}", f"{faults.named.mean():.0%}"] if len(faults) else ["", ""]
    cells += [len(faults), *found, f"{share:.0%}"]
    return f"| {' | '.join(map(str, cells))} |"


def speed(results: Results) -> str:
    """The timings of the training loop, each with its ratio to ours."""
    path = results.folder / "benchmarks-cpu.csv"
    if not path.is_file():
        return "Not recorded yet: `pytest tests/benchmarks --benchmark-enable`."
    lines = ["| | network | who | median, ms | ours is |", "|---|---|---|---:|---:|"]
    for (group, work), rows in pd.read_csv(path).groupby(["group", "work"]):
        ours = rows.loc[rows.who == "ours", "milliseconds"].item()
        for row in rows.to_dict("records"):
            ratio = "" if row["who"] == "ours" else f"{ours / row['milliseconds']:.2f} ×"
            lines.append(f"| {group} | {work} | {row['who']} | {row['milliseconds']:.1f} | {ratio} |")
    return "\n".join(lines)
