"""The outcome of a fix or a control over all seeds, as a row of a table."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from statistics import fmean, median
from typing import Any

from rich.table import Table

from harness.catalogue import Entry
from harness.environment import environment
from harness.loading import BROKEN, HEALTHY, Loaded
from harness.run import Run
from harness.scenario import Scenario
from harness.settings import Settings
from harness.statistics import Gain
from harness.verdict import (
    Check,
    gain_of,
    gains,
    misses_goal,
    reaches_goal,
    see,
    shows_no_symptom,
    shows_symptom,
    touches,
)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the runs proved of one recipe.

    ``broken`` and ``score`` are means over the seeds of the judged score; ``epochs_to_goal`` is the median over
    the seeds, None if some never got there; ``seconds`` is the time of this recipe's trainings. ``failed`` has
    the message of every check that does not hold, by the check's name.
    """

    component: str
    scenario: str
    recipe: str
    symptom: str | None = None
    judged: str = "true"
    goal: float | None = None
    broken: float | None = None
    score: float | None = None
    gain: Gain | None = None
    epochs_to_goal: float | None = None
    seconds: float = 0.0
    failed: dict[str, str]

    @property
    def holds(self) -> bool:
        """Whether every check passed."""
        return not self.failed

    def as_dict(self) -> dict[str, Any]:
        """Return the outcome in JSON's types."""
        return {**asdict(self), "holds": self.holds}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Outcome":
        """Return what ``as_dict`` was made from."""
        fields = {name: value for name, value in values.items() if name != "holds"}
        return cls(**{**fields, "gain": fields["gain"] and Gain(**fields["gain"])})


def outcomes(loaded: Loaded, runs: Mapping[str, Sequence[Run]]) -> list[Outcome]:
    """Judge all recipes of a scenario, or a control; ``runs`` has each recipe's, in the same order of seeds."""
    if HEALTHY in loaded.recipes:
        return [outcome(loaded, HEALTHY, runs)]
    return [outcome(loaded, fix, runs) for fix in loaded.fixes]


def outcome(loaded: Loaded, recipe: str, runs: Mapping[str, Sequence[Run]]) -> Outcome:
    """Judge one fix against the broken recipe's runs, or a control by itself."""
    entry, case = loaded.entry, loaded.case
    sights = [see(case, run) for run in runs[recipe]]
    reached = [sight.epochs_to_goal for sight in sights]
    row = Outcome(
        component=entry.component,
        scenario=entry.name,
        recipe=recipe,
        goal=case.goal,
        score=fmean(sight.score for sight in sights),
        epochs_to_goal=None if None in reached else median(n for n in reached if n is not None),
        seconds=sum(run.seconds for run in runs[recipe]),
        failed=_failed(reaches_goal(case, recipe, sights), shows_no_symptom(recipe, sights)),
    )
    if not isinstance(case, Scenario):
        return row
    broken = [see(case, run) for run in runs[BROKEN]]
    return replace(
        row,
        symptom=case.symptom.value,
        judged=case.judged,
        broken=fmean(sight.score for sight in broken),
        gain=gain_of(broken, sights),
        failed=row.failed
        | _failed(
            shows_symptom(case, broken),
            misses_goal(case, broken),
            gains(case, recipe, broken, sights),
            touches(case, recipe, loaded.recipes[recipe]),
        ),
    )


def untrained(entry: Entry, message: str) -> Outcome:
    """Return the outcome of an entry that could not be trained."""
    return Outcome(component=entry.component, scenario=entry.name, recipe="", failed={"trains": message})


def _failed(*checks: Check) -> dict[str, str]:
    return {str(check): check.message for check in checks if not check.passed}


def verdicts_json(rows: Iterable[Outcome], settings: Settings) -> str:
    """Return outcomes as a JSON document, with what they depend on."""
    document = {
        "version": 1,
        "environment": environment(),
        "images": settings.images.name,
        "device": str(settings.device),
        "seeds": list(settings.seeds),
        "verdicts": [row.as_dict() for row in rows],
    }
    return json.dumps(document, indent=2) + "\n"


def verdict_table(rows: Iterable[Outcome]) -> Table:
    """Lay outcomes out as a table, one row a fix."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("scenario", "fix", "symptom"):
        table.add_column(heading, no_wrap=True)
    for heading in ("broken → fixed", "gain (95 %)", "p", "epochs", "s"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("verdict", no_wrap=True)
    previous = ""
    for row in rows:
        table.add_row(
            row.scenario if row.scenario != previous else "",
            row.recipe,
            row.symptom or "",
            _change(row),
            f"{row.gain.mean:+.2f} ({row.gain.low:+.2f}, {row.gain.high:+.2f})" if row.gain else "",
            f"{row.gain.p:.3f}" if row.gain else "",
            "" if row.epochs_to_goal is None else f"{row.epochs_to_goal:g}",
            f"{row.seconds:.1f}",
            "✓ holds"
            if row.holds
            else f"✗ {', '.join(row.failed)}"
            if len(row.failed) < 3
            else f"✗ fails {len(row.failed)} checks",
            style=None if row.holds else "red",
        )
        previous = row.scenario
    return table


def _change(row: Outcome) -> str:
    if row.score is None:
        return ""
    return f"{row.score:.2f}" if row.broken is None else f"{row.broken:.2f} → {row.score:.2f}"
