"""A tool's scorecard: rates over all cases, overall and by component, beside those of two tools that know nothing."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from statistics import fmean, median
from typing import Any

from rich.table import Table
from scipy import stats

from trainwreck.proof.environment import environment
from trainwreck.proof.tables import printed
from trainwreck.referee.answer import Diagnosis
from trainwreck.referee.grading import Grade, Graded, grade, overlap
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Truth
from trainwreck.referee.tool import Tool

SCHEMA_VERSION = 1
DEGREE = "severity "  # begins the names of groups of one severity
FOUND = (Grade.DETECTED, Grade.LOCATED, Grade.NAMED)


@dataclass(frozen=True)
class Rate:
    """A share ``hits / of`` with its 95 % interval after Wilson; the share is None if there is nothing to count."""

    hits: int
    of: int
    share: float | None
    low: float | None
    high: float | None

    @classmethod
    def counted(cls, hits: int, of: int) -> "Rate":
        """Return the rate of a count.

        Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference, 1927.

        >>> Rate.counted(5, 10)
        Rate(hits=5, of=10, share=0.5, low=0.2366, high=0.7634)
        """
        if not of:
            return cls(hits, of, None, None, None)
        interval = stats.binomtest(hits, of).proportion_ci(method="wilson")
        return cls(hits, of, round(hits / of, 4), round(float(interval.low), 4), round(float(interval.high), 4))

    def __str__(self) -> str:
        return "" if self.share is None else f"{self.share:.2f} ({self.low:.2f}–{self.high:.2f})"


@dataclass(frozen=True, kw_only=True)
class Summary:
    """The figures of one group of cases.

    ``detection``     of the broken, called faulty.
    ``false_alarms``  of the fixed and of the controls, called faulty.
    ``abstention``    of all, no answer. ``errors``: of all, something that is no answer.
    ``component``, ``fault``  of the broken, the right component or fault at the first place.
    ``precision``, ``recall``  of the components named, against those accepted; means over the broken called faulty.
    ``delay``         steps to the first alarm over steps of the run; median over the broken called faulty.
    ``overhead``      the run with the tool over the run without; median.
    """

    group: str
    detection: Rate
    false_alarms: Rate
    abstention: Rate
    errors: Rate
    component: Rate
    fault: Rate
    precision: float | None
    recall: float | None
    delay: float | None
    overhead: float | None


def summarise(group: str, cases: Sequence[Graded]) -> Summary:
    """Count the cases of one group."""
    broken = [case.grade for case in cases if case.truth.kind == "broken"]
    healthy = [case.grade for case in cases if case.truth.kind != "broken"]
    overlaps = [overlap(case.truth, case.reply) for case in cases]
    return Summary(
        group=group,
        detection=_rate(broken, *FOUND),
        false_alarms=_rate(healthy, Grade.ALARMED),
        abstention=_rate(broken + healthy, Grade.ABSTAINED),
        errors=_rate(broken + healthy, Grade.ERROR),
        component=_rate(broken, Grade.LOCATED, Grade.NAMED),
        fault=_rate(broken, Grade.NAMED),
        precision=_over(fmean, (precision for precision, _ in overlaps)),
        recall=_over(fmean, (recall for _, recall in overlaps)),
        delay=_over(median, (_delay(case) for case in cases)),
        overhead=_over(median, (case.reply.overhead for case in cases)),
    )


def summaries(cases: Sequence[Graded]) -> list[Summary]:
    """Return the figures of all cases, and of each component's and the controls'; then of each severity.

    A fault at another severity than the plain one counts in the figures of its severity alone.
    """
    plain = [case for case in cases if case.truth.is_plain]
    graded = [case for case in cases if case.truth.severity] if len(plain) < len(cases) else []
    return [
        summarise("all", plain),
        *_each(plain, lambda truth: truth.component),
        *_each(graded, lambda truth: f"{DEGREE}{truth.severity}"),
    ]


def _each(cases: Sequence[Graded], group: Callable[[Truth], str]) -> Iterator[Summary]:
    """Yield the figures of each group of cases, by its name."""
    names = sorted({group(case.truth) for case in cases})
    yield from (summarise(name, [case for case in cases if group(case.truth) == name]) for name in names)


@dataclass(frozen=True)
class LeftOut:
    """A case that counts for nothing, because the set-up does not train even with no tool looking on."""

    truth: Truth
    seed: int
    reason: str

    def __str__(self) -> str:
        place = f"{self.truth.scenario} / {self.truth.recipe}, seed {self.seed}"
        return f"{place} is left out, because it does not train: {self.reason}"


@dataclass(frozen=True)
class Scorecard:
    """What became of a tool: its graded cases, and their figures.

    ``left_out``  cases on which no tool can be scored.
    """

    cases: list[Graded]
    left_out: list[LeftOut] = field(default_factory=list)

    @classmethod
    def of(cls, graded: Sequence[Graded], left_out: Sequence[LeftOut]) -> "Scorecard":
        """Return the scorecard; what does not train on one seed is left out on all, the same ones for every tool."""
        out = {(one.truth.scenario, one.truth.recipe) for one in left_out}
        return cls([case for case in graded if case.place[:2] not in out], list(left_out))

    @property
    def errors(self) -> list[Graded]:
        """The cases in which the tool gave no answer."""
        return [case for case in self.cases if case.grade is Grade.ERROR]

    @cached_property
    def overall(self) -> Summary:
        """The figures of all cases."""
        return summaries(self.cases)[0]

    @property
    def finds_half_from(self) -> int | None:
        """The severity from which on half of the faults are called faulty; None if there is none, or none shown."""
        rows = [one for one in summaries(self.cases) if one.group.startswith(DEGREE)]
        shares = {one.group: one.detection.share or 0.0 for one in rows}
        missed = [group for group, share in shares.items() if share < 0.5]
        found = [group for group in shares if not missed or group > missed[-1]]
        return int(found[0].removeprefix(DEGREE)) if found else None

    @property
    def detection(self) -> Rate:
        """Of the broken set-ups, the share that was called faulty."""
        return self.overall.detection

    @property
    def false_alarms(self) -> Rate:
        """Of the healthy set-ups, the share that was called faulty."""
        return self.overall.false_alarms

    def __str__(self) -> str:
        return printed(table(summaries(self.cases))) + "\n" + "".join(f"{one}\n" for one in self.left_out)


def read(path: Path) -> dict[str, Any]:
    """Return a scorecard that was written; a ValueError says what else it is."""
    try:
        card = json.loads(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise ValueError("nested too deeply to be read") from None
    if not isinstance(card, dict) or "version" not in card:
        raise ValueError("it has no version")
    if card["version"] != SCHEMA_VERSION:
        raise ValueError(f"version {card['version']!r:.20}, not {SCHEMA_VERSION}")
    return card


def answered_with(diagnosis: Diagnosis, cases: Iterable[Graded]) -> list[Graded]:
    """Return the same cases as if a tool had given one and the same answer to all."""
    reply = Reply(diagnosis=diagnosis)
    return [Graded(case.truth, case.seed, reply, grade(case.truth, reply)) for case in cases]


def document(
    tool: Tool, cases: Iterable[Graded], images: str, device: str, seeds: Sequence[int], yardsticks: list[Summary]
) -> dict[str, Any]:
    """Return a scorecard in JSON's types; its schema is ``scorecard.schema.json``."""
    ordered = sorted(cases, key=lambda case: (case.truth.component, *case.place))
    return {
        "version": SCHEMA_VERSION,
        "tool": {"name": tool.name, "version": tool.version},
        "date": date.today().isoformat(),
        "environment": environment(),
        "images": images,
        "device": device,
        "seeds": list(seeds),
        "summary": [asdict(summary) for summary in summaries(ordered)],
        "yardsticks": [asdict(summary) for summary in yardsticks],
        "cases": [case.as_dict() for case in ordered],
    }


def text(scorecard: dict[str, Any]) -> str:
    """Return a scorecard's JSON, a line a case."""
    head = json.dumps({**scorecard, "cases": []}, indent=1, ensure_ascii=False)
    cases = ",\n".join("  " + json.dumps(case, ensure_ascii=False) for case in scorecard["cases"])
    return head.replace('"cases": []', f'"cases": [\n{cases}\n ]') + "\n"


def table(rows: Iterable[Summary]) -> Table:
    """Lay summaries out as a table."""
    shown = Table(box=None, pad_edge=False, header_style="bold")
    shown.add_column("", no_wrap=True)
    for heading in ("detection (95 %)", "false alarms (95 %)", "abstains", "errors", "component", "fault"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for heading in ("precision", "recall", "delay", "overhead"):
        shown.add_column(heading, justify="right", no_wrap=True)
    for row in rows:
        shares = [row.abstention, row.errors, row.component, row.fault]
        shown.add_row(
            row.group,
            str(row.detection),
            str(row.false_alarms),
            *("" if rate.share is None else f"{rate.share:.2f}" for rate in shares),
            *(
                "" if value is None else f"{value:.2f}"
                for value in (row.precision, row.recall, row.delay, row.overhead)
            ),
        )
    return shown


def _rate(grades: Sequence[Grade], *wanted: Grade) -> Rate:
    return Rate.counted(sum(grade in wanted for grade in grades), len(grades))


def _over(mean: Callable[[list[float]], float], values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return round(mean(there), 4) if there else None


def _delay(case: Graded) -> float | None:
    diagnosis, steps = case.reply.diagnosis, case.reply.steps
    if case.grade not in FOUND or diagnosis is None or diagnosis.alarm_step is None or not steps:
        return None
    return diagnosis.alarm_step / steps
