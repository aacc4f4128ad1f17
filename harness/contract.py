"""The static part of the contract: names, texts, hints and deltas, all that can be checked without training."""

import re
from collections.abc import Iterable
from pathlib import Path

from harness.catalogue import CONTROLS, Catalogue, Entry
from harness.loading import Loaded
from harness.recipe import FIELDS
from harness.scenario import Control, Scenario
from harness.verdict import Check, touches

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LESSON = (
    "## Why it failed",
    "## Why this helps",
    "## What it costs",
    "## How to check",
    "## When it is not the cause",
    "## References",
)
NEIGHBOUR = re.compile(r"`([a-z0-9]+(?:_[a-z0-9]+)+)`")
HINTS = range(2, 5)


def static_checks(loaded: Loaded) -> list[Check]:
    """Check the texts of a scenario or a control, and what its fixes touch."""
    entry, case = loaded.entry, loaded.case
    checks = [_name(entry), _story(entry)]
    if isinstance(case, Control):
        return [*checks, _looks_like(case, entry), _reference(case)]
    return [
        *checks,
        _hints(case),
        _lesson(entry),
        _neighbours(entry),
        _declared(case, loaded),
        _accepts(case, entry),
        _reference(case),
        *(touches(case, name, recipe) for name, recipe in loaded.fixes.items()),
    ]


def catalogue_checks(catalogue: Catalogue) -> list[Check]:
    """Check what no single entry can: files without a twin, and one name used twice."""
    stray = [f"fixes/{path.parent.name}/{path.name}" for path in catalogue.fixes_without_scenario()]
    names = [entry.name for entry in catalogue]
    twice = sorted({name for name in names if names.count(name) > 1})
    empty = not names
    return [
        _check("twins", stray, "has no scenario of its name. Write it in scenarios/, or delete or rename the fix."),
        _check("unique", twice, "is the name of two scenarios. Rename one, in scenarios/ and in fixes/."),
        Check("catalogue", "not-empty", not empty, "There is no scenario at all. `trainwreck new` makes one."),
        _check("stray", _strangers(catalogue.root), "does not belong there: only <component>/<name>.py does. Move it."),
    ]


def _check(name: str, offenders: Iterable[str], complaint: str) -> Check:
    lines = [f"{offender} {complaint}" for offender in offenders]
    return Check("catalogue", name, not lines, "\n".join(lines) or "Nothing to complain of.")


def _strangers(root: Path) -> list[str]:
    files = [path.relative_to(root) for top in ("scenarios", "fixes") for path in (root / top).rglob("*")]
    ours = [path for path in files if (root / path).is_file() and "__pycache__" not in path.parts]
    return sorted(path.as_posix() for path in ours if path.suffix != ".py" or len(path.parts) != 3)


def _name(entry: Entry) -> Check:
    message = f"The name {entry.name!r} must be lower case words joined by underscores. Rename the files."
    return Check("text", "name", NAME.fullmatch(entry.name) is not None, message)


def _story(entry: Entry) -> Check:
    title, _, body = entry.text.partition("\n")
    told = title.endswith(".") and len(body.split()) >= 20
    return Check(
        "text",
        "story",
        told,
        "The docstring must have a title that ends with a full stop, an empty line, and at least twenty words on "
        "what one sees. Write them.",
    )


def _hints(case: Scenario) -> Check:
    count = sum(bool(hint.strip()) for hint in case.hints)
    return Check(
        "text",
        "hints",
        count in HINTS and count == len(case.hints),
        f"There must be {HINTS.start} to {HINTS.stop - 1} hints, none empty, and there are {count}. Write them.",
    )


def _lesson(entry: Entry) -> Check:
    headings = tuple(line for line in entry.lesson.splitlines() if line.startswith("## "))
    bare = [heading for heading in LESSON if not _section(entry.lesson, heading).strip()]
    return Check(
        "text",
        "lesson",
        headings == LESSON and not bare,
        f"The fix's docstring must have these headings, in this order, with text below each: {', '.join(LESSON)}. "
        f"It has {', '.join(headings) or 'none'}; without text: {', '.join(bare) or 'none'}.",
    )


def _neighbours(entry: Entry) -> Check:
    known = {other.name for other in Catalogue(entry.root)}
    named = NEIGHBOUR.findall(_section(entry.lesson, "## When it is not the cause"))
    unknown = sorted(set(named) - known)
    return Check(
        "text",
        "neighbours",
        not unknown,
        f"'When it is not the cause' sends the reader to {', '.join(unknown) or 'scenarios that exist'}. Name "
        "scenarios of the catalogue; write other code as code, with its parentheses or its equals sign.",
    )


def _section(text: str, heading: str) -> str:
    return text.partition(f"{heading}\n")[2].partition("\n## ")[0]


def _declared(case: Scenario, loaded: Loaded) -> Check:
    unknown = case.touches - FIELDS
    unused = case.touches - unknown
    for recipe in loaded.fixes.values():
        unused = {name for name in unused if getattr(recipe, name) is getattr(case.broken, name)}
    wrong = [f"{name!r} is no field of a recipe" for name in sorted(unknown)]
    wrong += [f"{name!r} is touched by no fix" for name in sorted(unused)]
    return Check(
        "text", "declared", not wrong, f"touches: {'; '.join(wrong) or 'as it should be'}. Correct the scenario."
    )


def _accepts(case: Scenario, entry: Entry) -> Check:
    others = {word for other in Catalogue(entry.root) for word in (other.name, other.component)}
    allowed = others - {CONTROLS, entry.name, entry.component}
    wrong = [f"{name!r} is no other scenario or component" for name in sorted(case.accepts.keys() - allowed)]
    wrong += [f"{name!r} says not why" for name, why in case.accepts.items() if not why.strip()]
    return Check("text", "accepts", not wrong, f"accepts: {'; '.join(wrong) or 'as it should be'}. Correct it.")


def _reference(case: Scenario | Control) -> Check:
    message = "The task needs a reference, a model from harness.references, to hold its goal to. Name one."
    return Check("task", "reference", case.task.reference is not None, message)


def _looks_like(control: Control, entry: Entry) -> Check:
    known = {other.name for other in Catalogue(entry.root) if not other.is_control}
    return Check(
        "text",
        "looks-like",
        control.looks_like in known,
        f"looks_like names {control.looks_like!r}, which is no scenario. Name the fault that the control resembles.",
    )
