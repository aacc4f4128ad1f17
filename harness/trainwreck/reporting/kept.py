"""A report of runs that ``trainwreck run --out`` or a study has kept: judged anew, not trained."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import SOURCES, Conditions
from trainwreck.proof.environment import environment
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.histories import histories
from trainwreck.proof.prove import Job, Proof
from trainwreck.proof.records import Records
from trainwreck.proof.verdict import untrained, verdicts
from trainwreck.reporting.chapter import Chapter, Report, facts, judged
from trainwreck.reporting.recorded import Shelf
from trainwreck.training.run import Run

FILED = re.compile(rf"({'|'.join(SOURCES)})-(cpu|mps|cuda)(\d*)")


def report(folder: Path, entries: Sequence[Entry], shelf: Shelf, data_root: Path) -> Report:
    """Return the report of the runs in a folder that the present code and libraries have made."""
    parts = {path: filed for path in sorted(folder.iterdir()) if (filed := FILED.fullmatch(path.name))}
    if len(parts) != 1:
        raise UserError(
            f"'{folder}' holds the runs of {len(parts)} sources of images and devices, and a report is of one. Name a "
            "folder that `trainwreck run --out` has filled, once."
        )
    [[place, filed]] = parts.items()
    images, kind, number = filed.groups()
    device = kind + (f":{number}" if number else "")
    conditions = Conditions.checked(1, 0, images, data_root, device, fewest=1)
    chapters, left_out, seeds = [], [], set()
    for entry in entries:
        files = list((place / f"{entry.component}.{entry.name}").glob("*-*.json"))
        if not files:
            continue
        try:
            pair = load(entry, conditions.images)
        except UserError as error:
            chapters.append(_unloaded(entry, str(error), shelf))
            continue
        runs = _runs(pair, _seeds(files), conditions, Records(folder))
        if not runs:
            left_out.append(entry.name)
            continue
        seeds |= {run.seed for run in next(iter(runs.values()))}
        chapters.append(_chapter(pair, runs, shelf))
    if not chapters:
        raise UserError(
            f"'{folder}' has no scenario all of whose recipes were run by the present code and libraries. Run it anew: "
            f"trainwreck run --out '{folder}'"
        )
    lack = f"Left out, as not all runs are there or other code has made them: {', '.join(left_out)}."
    told = facts(
        chapters, environment(), images, str(conditions.device), ", ".join(map(str, sorted(seeds))), "kept runs"
    )
    return Report(title="A run of the catalogue", facts=told, chapters=chapters, remarks=[lack] if left_out else [])


def _seeds(files: Iterable[Path]) -> list[int]:
    """Return the seeds that records are of; what somebody has put beside them is none."""
    ends = {file.stem.rpartition("-")[2] for file in files}
    return sorted(int(end) for end in ends if end.isdecimal())


def _runs(pair: Pair, seeds: Sequence[int], conditions: Conditions, records: Records) -> dict[str, list[Run]]:
    """Return the runs of all recipes on the seeds that all of them have; nothing if there is none."""
    found: dict[str, dict[int, Run]] = {}
    for recipe in pair.recipes:
        jobs = {seed: Job(pair.entry, recipe, seed) for seed in seeds}
        read = {
            seed: records.read(job.place(conditions), job.fingerprint(conditions), Run.from_dict)
            for seed, job in jobs.items()
        }
        found[recipe] = {seed: run for seed, run in read.items() if run}
    common = [seed for seed in seeds if all(seed in runs for runs in found.values())]
    return {recipe: [runs[seed] for seed in common] for recipe, runs in found.items()} if common else {}


def _chapter(pair: Pair, runs: dict[str, list[Run]], shelf: Shelf) -> Chapter:
    return Chapter(
        entry=pair.entry,
        verdicts=verdicts(pair, runs),
        findings=list(judged(pair, Evidence(pair, runs.__getitem__))),
        curves=histories([Proof(pair.entry, [], pair, runs)]),
        doses=shelf.doses(pair.name),
        studied=shelf.studied(pair.name),
    )


def _unloaded(entry: Entry, message: str, shelf: Shelf) -> Chapter:
    """Return the chapter of what cannot be loaded any more: the others are told of all the same."""
    return Chapter(
        entry=entry,
        verdicts=[untrained(entry, message)],
        findings=[],
        curves=pd.DataFrame(),
        doses=shelf.doses(entry.name),
        studied=shelf.studied(entry.name),
    )
