"""What the contract demands of names and texts: all that is judged without training."""

import ast
import re
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path
from urllib.parse import unquote, urlsplit

from trainwreck.pairs import declarations, incidents
from trainwreck.pairs.entries import CONTROLS, Catalogue
from trainwreck.pairs.scenario import Control, Scenario
from trainwreck.pairs.severities import Severities
from trainwreck.pairs.skeleton import NAME
from trainwreck.proof import markdown
from trainwreck.proof.demand import Finding, Rules, every_checked, every_control, every_pair, every_scenario
from trainwreck.proof.environment import LIBRARIES
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.fingerprint import unfollowed
from trainwreck.training.recipe import FIELDS, Recipe

LESSON = (
    "## Why it failed",
    "## Why this helps",
    "## What it costs",
    "## How to check",
    "## When it is not the cause",
    "## References",
)
ELSEWHERE = "## When it is not the cause"
LIKE_A_SCENARIO = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")
ADDRESS = re.compile(r"\W*(https?://|arxiv:|doi:)", re.IGNORECASE)
SENTENCE = re.compile(r"[A-Z0-9].*\.", re.DOTALL)
HINTS = range(2, 5)
LONGEST_CHECK = 15  # lines: what fits a glance
ORDER = [field.name for field in fields(Recipe)]

RULES = Rules()


@RULES.of(every_pair("text"))
def name(evidence: Evidence, _: str) -> Finding:
    """The name is lower-case words joined by underscores."""
    given = evidence.pair.name
    message = f"The name {given!r} must be lower-case words joined by underscores. Rename the files."
    return Finding(NAME.fullmatch(given) is not None, message)


@RULES.of(every_pair("text"))
def story(evidence: Evidence, _: str) -> Finding:
    """The docstring has a title that ends with a full stop, and twenty words or more on what one sees."""
    title, _blank, body = evidence.pair.entry.text.partition("\n")
    told = title.endswith(".") and len(body.split()) >= 20
    return Finding(
        told,
        "The docstring must have a title that ends with a full stop, an empty line, and at least twenty words on "
        "what one sees. Write them.",
    )


@RULES.of(every_scenario("text"))
def hints(evidence: Evidence, _: str) -> Finding:
    """There are two to four hints, none of them empty."""
    given = _scenario(evidence).hints
    count = sum(bool(hint.strip()) for hint in given)
    return Finding(
        count in HINTS and count == len(given),
        f"There must be {HINTS.start} to {HINTS.stop - 1} hints, none empty, and there are {count}. Write them.",
    )


@RULES.of(every_scenario("text"))
def lesson(evidence: Evidence, _: str) -> Finding:
    """The lesson, a Markdown file beside the fix, has its six parts in order, none empty; incidents may follow."""
    entry = evidence.pair.entry
    headings = tuple(line for line in entry.lesson.splitlines() if line.startswith("## "))
    bare = [heading for heading in dict.fromkeys((*LESSON, *headings)) if not _section(entry.lesson, heading).strip()]
    return Finding(
        headings in (LESSON, (*LESSON, incidents.HEADING)) and not bare and entry.lesson.startswith("# "),
        f"The lesson, {entry.lesson_path.name}, must begin with a title (`# …`) and have these headings, in this "
        f"order, with text below each: {', '.join(LESSON)}; last there may be {incidents.HEADING}. It has "
        f"{', '.join(headings) or 'none'}; without text: {', '.join(bare) or 'none'}. Write them.",
    )


@RULES.of(every_checked("text"))
def check(evidence: Evidence, _: str) -> Finding:
    """A check is at most fifteen lines long, asks one question, and stands in the lesson as a link, not as a copy."""
    entry = evidence.pair.entry
    lines, how = entry.check_source.splitlines(), _section(entry.lesson, "## How to check")
    wrong = [f"it is {len(lines)} lines long"] if len(lines) > LONGEST_CHECK else []
    asks = (getattr(evidence.pair.check, "__doc__", None) or "").strip()
    wrong += [] if asks.endswith("?") and "\n" not in asks else ["its docstring is not one question"]
    wrong += [] if entry.check_link in how.splitlines() else [f"'How to check' has no line `{entry.check_link}`"]
    wrong += ["'How to check' has a code block of its own"] if "```python" in how else []
    return Finding(
        not wrong,
        f"The check must be at most {LONGEST_CHECK} lines long, have one question as its docstring, and stand in the "
        f"lesson as a line of its own, `{entry.check_link}`: {'; '.join(wrong) or 'it does'}. Correct it.",
    )


@RULES.of(every_scenario("text"))
def links(evidence: Evidence, _: str) -> Finding:
    """Every link of the lesson has a text, and leads to a file that exists or to a page of the web."""
    entry = evidence.pair.entry
    wrong = [f"{word!r} is no link" for word in markdown.unlinked_words(entry.lesson) if ADDRESS.match(word)]
    for link in markdown.links(entry.lesson):
        if not link.text.strip() or link.text == link.target:
            wrong.append(f"the link to {link.target!r} has no text")
        if _is_local(link) and not _leads_to(link, entry.lesson_path).exists():
            wrong.append(f"{link.target!r} does not exist")
    return Finding(
        not wrong,
        f"Links of {entry.lesson_path.name}: {'; '.join(wrong) or 'as they should be'}. Write each as "
        "[text](target); a target without https:// is the path of a file, as seen from the lesson's folder.",
    )


@RULES.of(every_scenario("text"))
def neighbours(evidence: Evidence, _: str) -> Finding:
    """What the lesson names as another cause is a scenario that exists, with a link to its file."""
    entry, catalogue = evidence.pair.entry, Catalogue(evidence.pair.entry.root)
    ours, known = {other.name: other.path for other in catalogue}, {other.name for other in catalogue.known()}
    section = _section(entry.lesson, ELSEWHERE)
    wrong = []
    for link in markdown.links(section):
        if _is_local(link) and _leads_to(link, entry.lesson_path) != ours.get(link.text):
            wrong.append(f"{link.target!r} is not the file of a scenario {link.text!r}")
    for name in markdown.unlinked_code(section):
        if name in ours and name != entry.name:
            wrong.append(f"{name!r} has no link to its file")
        elif LIKE_A_SCENARIO.fullmatch(name) and name not in known:
            wrong.append(f"there is no scenario {name!r}")
    return Finding(
        not wrong,
        f"{ELSEWHERE[3:]!r}: {'; '.join(wrong) or 'as it should be'}. Name scenarios of the catalogue, each as "
        "[`name`](../../scenarios/<component>/<name>.py), and those of another catalogue as `name`; write other code "
        "with its parentheses or its equals sign.",
    )


@RULES.of(every_scenario("text"))
def real_incidents(evidence: Evidence, _: str) -> Finding:
    """Each incident that the lesson tells of is a page of the web, named once, with a sentence on what was met."""
    entry = evidence.pair.entry
    pages = [incident.url for incident in entry.incidents]
    wrong = [f"{item!r} is not written so" for item in incidents.items(entry.lesson) if not incidents.incident(item)]
    wrong += [f"{page} is there twice" for page in dict.fromkeys(pages) if pages.count(page) > 1]
    return Finding(
        not wrong,
        f"{incidents.HEADING[3:]!r}: {'; '.join(wrong) or 'as they should be'}. Write each as an item of a list, "
        "- [title](https://…), year: a sentence, from its capital to its full stop, on what was met there.",
    )


@RULES.of(every_scenario("text"))
def fix_names(evidence: Evidence, _: str) -> Finding:
    """No fix has the name of a scenario or a control."""
    known = {other.name for other in Catalogue(evidence.pair.entry.root).known()}
    taken = [fix for fix in evidence.pair.fixes if fix in known]
    return _none(taken, "is the name of a scenario or control as well. Name the fix after what it does.")


@RULES.of(every_pair("text"))
def order(evidence: Evidence, _: str) -> Finding:
    """The fields of every recipe are written in the order in which the class Recipe has them."""
    entry = evidence.pair.entry
    files = [entry.path] if entry.is_control else [entry.path, entry.fix_path]
    places = [f"{path.parts[-3]}/{entry.component}/{path.name}, line {n}" for path in files for n in _disordered(path)]
    return _none(places, f"has the fields of a recipe in another order than {', '.join(ORDER)}. Sort them.")


@RULES.of(every_scenario("text"))
def declared(evidence: Evidence, _: str) -> Finding:
    """What the scenario declares that a fix may change are fields of a recipe, each changed by some fix."""
    pair, touches = evidence.pair, _scenario(evidence).touches
    unknown = touches - FIELDS
    changed = {f for f in touches & FIELDS for r in pair.fixes.values() if getattr(r, f) is not getattr(pair.broken, f)}
    wrong = [f"{field!r} is no field of a recipe" for field in sorted(unknown)]
    wrong += [f"{field!r} is touched by no fix" for field in sorted(touches - unknown - changed)]
    return Finding(not wrong, f"touches: {'; '.join(wrong) or 'as it should be'}. Correct the scenario.")


@RULES.of(every_scenario("text"))
def also_accepted(evidence: Evidence, _: str) -> Finding:
    """Each other answer that is accepted is a scenario or a component, with a sentence that says why."""
    entry, accepted = evidence.pair.entry, _scenario(evidence).also_accepted
    others = {word for other in Catalogue(entry.root).known() for word in (other.name, other.component)}
    allowed = others - {CONTROLS, entry.name, entry.component}
    wrong = [f"{other!r} is no other scenario or component" for other in sorted(accepted.keys() - allowed)]
    reasonless = [other for other, why in accepted.items() if not SENTENCE.fullmatch(why)]
    wrong += [f"the reason for {other!r} is no sentence" for other in reasonless]
    return Finding(
        not wrong,
        f"also_accepted: {'; '.join(wrong) or 'as it should be'}. Name other scenarios or components, each with a "
        "sentence, from its capital to its full stop, that says why.",
    )


@RULES.of(every_scenario("text"))
def severities(evidence: Evidence, _: str) -> Finding:
    """The scenario has severities, five doses of its fault, or a sentence that says why there are no degrees of it."""
    declared = _scenario(evidence).severities
    met = isinstance(declared, Severities) or SENTENCE.fullmatch(declared) is not None
    return Finding(
        met,
        "severities must be Severities(…), with five doses of the fault, or a sentence, from its capital to its full "
        "stop, that says why the fault is there or not. Write it.",
    )


@RULES.of(every_control("text"))
def looks_like(evidence: Evidence, _: str) -> Finding:
    """A control names the scenario that it looks like."""
    control = evidence.pair.truth
    assert isinstance(control, Control)
    known = {other.name for other in Catalogue(evidence.pair.entry.root).known() if not other.is_control}
    return Finding(
        control.looks_like in known,
        f"looks_like names {control.looks_like!r}, which is no scenario. Name the fault that the control resembles.",
    )


@RULES.of(every_pair("task"))
def standard(evidence: Evidence, _: str) -> Finding:
    """The task names a good standard model, to hold its goal to."""
    message = "The task needs a standard model, one of trainwreck.tasks.standards, to hold its goal to. Name one."
    return Finding(evidence.pair.task.standard is not None, message)


def twins(catalogue: Catalogue) -> Finding:
    """Every file in fixes/ has a scenario of its name."""
    stray = [f"fixes/{path.parent.name}/{path.name}" for path in catalogue.fixes_without_scenario()]
    return _none(stray, "has no scenario of its name. Write it in scenarios/, or delete or rename the fix.")


def unique(catalogue: Catalogue) -> Finding:
    """No two scenarios or controls have the same name."""
    names = [entry.name for entry in catalogue]
    twice = sorted({name for name in names if names.count(name) > 1})
    return _none(twice, "is the name of two scenarios. Rename one, in scenarios/ and in fixes/.")


def not_empty(catalogue: Catalogue) -> Finding:
    """There is at least one scenario."""
    return Finding(any(True for _ in catalogue), "There is no scenario at all. `trainwreck new` makes one.")


def stray(catalogue: Catalogue) -> Finding:
    """scenarios/ and fixes/ hold nothing else."""
    return _none(_strangers(catalogue.root), "does not belong there: only <component>/<name>.py does. Move it.")


CATALOGUE_RULES = (twins, unique, not_empty, stray)


def _none(offenders: Iterable[str], complaint: str) -> Finding:
    lines = [f"{offender} {complaint}" for offender in offenders]
    return Finding(not lines, "\n".join(lines) or "Nothing to complain of.")


def _strangers(root: Path) -> list[str]:
    """Return the files that are none of a catalogue's; what editors and tools leave behind counts for nothing."""
    files = [path.relative_to(root) for top in ("scenarios", "fixes") for path in (root / top).rglob("*.*")]
    ours = [path for path in files if not any(part.startswith((".", "__pycache__")) for part in path.parts)]
    return sorted(path.as_posix() for path in ours if (root / path).is_file() and not _belongs(path))


def _belongs(path: Path) -> bool:
    if path.name.endswith("~") or path.name == "__init__.py":
        return True
    suffixes = {".py"} if path.parts[0] == "scenarios" else {".py", ".md"}
    return path.suffix in suffixes and len(path.parts) == 3


def _scenario(evidence: Evidence) -> Scenario:
    truth = evidence.pair.truth
    assert isinstance(truth, Scenario)
    return truth


def _section(text: str, heading: str) -> str:
    return text.partition(f"{heading}\n")[2].partition("\n## ")[0]


def _is_local(link: markdown.Link) -> bool:
    return not urlsplit(link.target).scheme and not link.target.startswith("#")


def _leads_to(link: markdown.Link, lesson: Path) -> Path:
    return (lesson.parent / unquote(urlsplit(link.target).path)).resolve()


def _disordered(path: Path) -> list[int]:
    """Return the lines at which a ``Recipe(…)``, or a recipe's ``replace(…)``, has its fields out of order."""
    tree = declarations.parse(path)
    calls = [
        (node.lineno, [keyword.arg for keyword in node.keywords if keyword.arg in FIELDS])
        for node in (ast.walk(tree) if tree else ())
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in ("Recipe", "replace")
    ]
    return sorted(line for line, names in calls if names != sorted(names, key=ORDER.index))


@RULES.of(every_pair("text"))
def imports(evidence: Evidence, _: str) -> Finding:
    """What the files import is Python's, of the libraries whose releases are recorded, or of a catalogue."""
    stray = unfollowed(evidence.pair.entry)
    return Finding(
        not stray,
        f"{', '.join(stray) or 'nothing stray'} is imported, and no record of a run would notice that it has changed. "
        f"Import only from Python, {', '.join(LIBRARIES)}, trainwreck or this catalogue: copy there what is needed.",
    )
