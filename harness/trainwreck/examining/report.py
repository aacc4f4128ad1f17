"""What an examination has found: accusations in the order of their evidence, and as plainly what it could not tell."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from html import escape
from textwrap import wrap
from typing import Any

from trainwreck.proof.tables import without_nan

WIDTH = 78


@dataclass(frozen=True)
class Candidate:
    """A scenario of the catalogue that looks like what was found.

    ``measure``  what its own check asks, if it could not be asked here; what it answers tells it from the others.
    """

    name: str
    title: str
    measure: str = ""


@dataclass(frozen=True)
class Finding:
    """One accusation.

    ``name``   the check's or the symptom's.
    ``kind``   "check", "symptom", or "loop" for what is seen of the loop itself.
    ``read``   the question that was asked, or what the symptom is. ``value``: what was read, of JSON's types.
    ``of``     which of several trainings, or nothing.
    ``after``  a finding of which this may be a consequence: where that fault was put in, this check accused it, too.
    ``candidates``  what looks like it, the likeliest first.
    """

    name: str
    kind: str
    read: str
    value: Any
    candidates: tuple[Candidate, ...]
    of: str = ""
    after: str = ""


@dataclass(frozen=True)
class Unasked:
    """A check that could not be asked, and why; ``raised`` if it was, and ended with an exception."""

    name: str
    why: str
    of: str = ""
    raised: bool = False


@dataclass(frozen=True, kw_only=True)
class Report:
    """What is known of a training after it was examined.

    ``findings``   the likeliest cause first.
    ``quiet``      the checks that were asked and found nothing, by name.
    ``unasked``    the checks that could not be asked, each with what was missing.
    ``inapplicable``  the checks whose premise is not met here.
    ``steps``      how many steps were seen, of all trainings.
    ``losses``     the losses of the first training, one a step.
    ``watching``, ``asking``  the seconds that it took to watch, and to ask.
    ``error``      what the script ended with, in its own lines; nothing if it came to its end.
    """

    findings: tuple[Finding, ...] = ()
    quiet: tuple[str, ...] = ()
    inapplicable: tuple[str, ...] = ()
    unasked: tuple[Unasked, ...] = ()
    steps: int = 0
    losses: tuple[float, ...] = field(default=(), repr=False)
    watching: float = 0.0
    asking: float = 0.0
    error: str = ""

    @property
    def found(self) -> bool:
        """Whether anything was."""
        return bool(self.findings)

    def as_dict(self) -> dict[str, Any]:
        """Return the report in JSON's types; a number that JSON does not have is None."""
        plain: dict[str, Any] = without_nan(json.loads(json.dumps(asdict(self), default=str)))
        return plain

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Report":
        """Return what ``as_dict`` was made from."""
        findings = tuple(
            Finding(**{**one, "candidates": tuple(Candidate(**each) for each in one["candidates"])})
            for one in values["findings"]
        )
        unasked = tuple(Unasked(**one) for one in values["unasked"])
        losses = tuple(math.nan if loss is None else loss for loss in values["losses"])
        tuples = {name: tuple(values[name]) for name in ("quiet", "inapplicable")}
        return cls(**{**values, **tuples, "losses": losses, "findings": findings, "unasked": unasked})

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        if self.error:
            yield from ("The script ended with an error of its own:", "", *self.error.splitlines(), "")
        yield self.headline
        for number, finding in enumerate(self.findings, start=1):
            yield ""
            yield from _told(number, finding)
        yield ""
        asked = len(self.quiet) + sum(finding.kind == "check" for finding in self.findings)
        yield f"{asked} checks were asked, {len(self.inapplicable)} do not apply here."
        for why, names in self.reasons().items():
            yield from wrap(f"can't tell, {why}: {', '.join(names)}", WIDTH, subsequent_indent="    ")
        yield f"It took {self.watching:.1f} s to watch, and {self.asking:.1f} s to ask."

    @property
    def headline(self) -> str:
        """The report in a line."""
        seen = f"{self.steps} steps were seen. " if self.steps else ""
        if not self.findings and not self.quiet:
            return f"{seen}Can't tell: no check could be asked."
        return f"{seen}{len(self.findings) or 'Nothing'} found."

    def reasons(self) -> dict[str, list[str]]:
        """Return why checks could not be asked, and which."""
        found: dict[str, list[str]] = {}
        for one in self.unasked:
            found.setdefault(one.why, []).append(one.name)
        return dict(sorted(found.items(), key=lambda item: -len(item[1])))

    def _repr_html_(self) -> str:
        from trainwreck.examining.picture import picture

        parts = [f"<p><b>{escape(self.headline)}</b></p>"]
        for number, finding in enumerate(self.findings, start=1):
            parts.append(f"<pre>{escape(chr(10).join(_told(number, finding)))}</pre>")
        shown = next((one.candidates[0].name for one in self.findings if one.candidates), "")
        parts.append(picture(self.losses, shown))
        reasons = "".join(f"<li>{escape(why)}: {escape(', '.join(n))}</li>" for why, n in self.reasons().items())
        parts.append(f"<details><summary>can't tell</summary><ul>{reasons}</ul></details>" if reasons else "")
        return "".join(parts)


def _told(number: int, finding: Finding) -> Iterator[str]:
    of = f" ({finding.of})" if finding.of else ""
    seen = {"symptom": "the loss or the answers: ", "loop": "the loop: "}.get(finding.kind, "")
    what = f"{seen}{finding.name}"
    yield f"{number}. {what}{of}"
    yield from _indented("asked", finding.read)
    if finding.kind != "symptom":
        yield from _indented("read", _brief(finding.value))
    if finding.after:
        yield from _indented("note", f"may be a consequence of {finding.after}: there this check accuses as well")
    for candidate in finding.candidates:
        yield from _indented("like", f"{candidate.name}: {candidate.title}")
    for candidate in finding.candidates:
        if candidate.measure:
            yield from _indented("next", f"to tell {candidate.name} apart, measure: {candidate.measure}")
    if finding.candidates:
        first = finding.candidates[0].name
        yield f"   see    trainwreck show {first} --plot {first}.svg"
        yield f"   why    trainwreck show {first} --fix"


def _indented(label: str, text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=f"   {label:7}", subsequent_indent=" " * 10)


def _brief(value: Any) -> str:
    text = json.dumps(value)
    return text if len(text) <= 2 * WIDTH else f"{text[: 2 * WIDTH]} …"
