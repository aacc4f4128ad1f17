"""How good an examination is on scripts that it was not made for: every healthy script and every fault of a set.

    python -m tests.examining.measure first

Each script runs in a process of its own, under ``trainwreck examine``. What is finished is kept: the same command goes
on from there, and begins anew where the code has changed since.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterable
from multiprocessing import get_context
from pathlib import Path

import pandas as pd

from tests.examining.corpus import faults, scripts, sets
from trainwreck.examining.naming import scenarios
from trainwreck.examining.report import Report
from trainwreck.examining.script import watched
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof.fingerprint import digest
from trainwreck.proof.records import write_whole

TABLE = BUILT_IN / "results" / "examine-cpu.csv"
COLUMNS = [
    "set",
    "script",
    "fault",
    "checks",
    "found",
    "named",
    "which",
    "seconds",
    "watching",
    "asking",
    "fingerprint",
]
KEY = ["set", "script", "fault"]
HEALTHY = "healthy"
TOP = 3  # candidates of a symptom that count as named
LIMIT = 600  # seconds for a script and its checks


def made_by(source: str) -> str:
    """Return the fingerprint of what a row comes from: the script, and the code that examines it."""
    folder = Path(sys.modules[Report.__module__].__file__ or "").parent
    return digest([source, *(path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py")))])


def examined(source: str) -> tuple[Report | None, float]:
    """Run a script under watch, in a folder and a process of its own; return the report, and the seconds it took."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "train.py").write_text(source, encoding="utf-8")
        process = get_context("fork").Process(target=_examined, args=(Path(folder),))  # what it imports is loaded
        process.start()
        process.join(LIMIT)
        if process.is_alive():
            process.kill()
            process.join()
        answer = Path(folder) / "answer.json"
        found = Report.from_dict(json.loads(answer.read_text(encoding="utf-8"))) if answer.is_file() else None
    return found, time.monotonic() - started


def _examined(folder: Path) -> None:
    os.chdir(folder)
    with Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    found = watched(Path("train.py"), (), 60)
    Path("answer.json").write_text(json.dumps(found.as_dict()), encoding="utf-8")


def said(report: Report) -> dict[str, set[str]]:
    """Return every accusation of a report, with the scenarios that it names."""
    return {
        f"{one.kind} {one.name}": {one.name} if one.kind == "check" else {c.name for c in one.candidates[:TOP]}
        for one in report.findings
    }


def main() -> None:
    """Bring the table up to date for one set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("set", choices=sets())
    parser.add_argument("--only", default="", help="scripts whose name contains this")
    parser.add_argument("--healthy", action="store_true", help="leave the faults out")
    parser.add_argument("--keep", type=Path, help="a folder for the reports")
    chosen = parser.parse_args()
    scenarios()
    sweep(chosen.set)
    for path in scripts(chosen.set):
        if chosen.only in path.stem:
            healthy = path.read_text(encoding="utf-8")
            own = said_of_healthy(measured(chosen, path.name, HEALTHY, healthy, (), set()))
            for fault in (one for one in faults(chosen.set) if one.path == path and not chosen.healthy):
                measured(chosen, path.name, fault.fault, fault.faulty(), fault.accepted, own)


def sweep(which: str) -> None:
    """Drop the rows of scripts and faults that are no longer in a set."""
    if TABLE.is_file():
        table = pd.read_csv(TABLE, keep_default_na=False)
        known = {(path.name, HEALTHY) for path in scripts(which)} | {(one.script, one.fault) for one in faults(which)}
        gone = [one == which and (s, f) not in known for one, s, f in table[KEY].itertuples(index=False)]
        write_whole(TABLE, table.drop(table.index[gone]).to_csv(index=False, lineterminator="\n"))


def said_of_healthy(row: dict[str, object]) -> set[str]:
    """Return what a healthy script is accused of."""
    return set(str(row["which"]).split("; ")) - {""}


def measured(
    chosen: argparse.Namespace, script: str, fault: str, source: str, accepted: Iterable[str], own: set[str]
) -> dict[str, object]:
    """Return the row of a script, from the table if it is there; of a fault, what the healthy script has not counts."""
    table = pd.read_csv(TABLE, keep_default_na=False) if TABLE.is_file() else pd.DataFrame(columns=COLUMNS)
    key, mark = (chosen.set, script, fault), made_by(source)
    mine = (table[KEY] == list(key)).all(axis=1)
    if (table[mine].fingerprint == mark).any():
        return dict(table[mine].iloc[0])
    report, seconds = examined(source)
    new = {what: names for what, names in (said(report) if report else {}).items() if what not in own}
    row = dict(zip(KEY, key, strict=True)) | {
        "checks": len(report.quiet) + sum(one.kind == "check" for one in report.findings) if report else "",
        "found": len(new),
        "named": int(any(names & set(accepted) for names in new.values())),
        "which": "; ".join(new) if report else "no report",
        "seconds": round(seconds, 1),
        "watching": report.watching if report else "",
        "asking": report.asking if report else "",
        "fingerprint": mark,
    }
    rows = pd.concat([table[~mine], pd.DataFrame([row])])[COLUMNS].sort_values(KEY, kind="stable")
    write_whole(TABLE, rows.to_csv(index=False, lineterminator="\n"))
    print({name: row[name] for name in ("script", "fault", "checks", "found", "named", "which", "seconds")}, flush=True)  # noqa: T201
    if chosen.keep and report:
        chosen.keep.mkdir(exist_ok=True)
        name = f"{script} {fault}".replace("/", " ")
        (chosen.keep / f"{name}.json").write_text(json.dumps({"error": report.error} | report.as_dict(), indent=1))
    return row


if __name__ == "__main__":
    main()
