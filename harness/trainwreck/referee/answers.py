"""Answers that were given elsewhere, a JSON object a line: read, believed in nothing, and graded by the key."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from trainwreck.errors import UserError, suggest
from trainwreck.referee.grading import Graded
from trainwreck.referee.key import Key, Sealed
from trainwreck.referee.reply import Reply
from trainwreck.referee.vocabulary import Vocabulary

BESIDE = ("seconds", "transcript")  # keys of an answer that are no diagnosis


@dataclass(frozen=True)
class Answers:
    """Replies by their cases, and what is said of lines that count for nothing."""

    replies: dict[str, Reply] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)

    def graded(self, key: Key) -> list[Graded]:
        """Grade the answers; a case without one is an error of the tool."""
        replies = [(one, self.replies.get(one.case, _missing(one))) for one in key.cases]
        return [Graded.of(one.truth, one.seed, replace(reply, reported=one.reported)) for one, reply in replies]


def read(path: Path, key: Key) -> Answers:
    """Read a file of answers. One that is in another form, and two to a case, are errors of that case."""
    cases, found = {one.case: one for one in key.cases}, Answers()
    lines: dict[str, int] = {}
    for number, answer in _lines(path):
        case = answer.get("case") if isinstance(answer, dict) else None
        if not isinstance(case, str) or case not in cases:
            found.ignored.append(f"line {number} {_stray(answer, case, cases)}")
        elif case in lines:
            both = f"on lines {lines[case]} and {number}"
            found.replies[case] = Reply.failed(f"{case} has two answers, {both}. Leave one of them in the file.")
        else:
            lines[case], found.replies[case] = number, _reply(answer, cases[case], key)
    return found


def _lines(path: Path) -> Iterator[tuple[int, Any]]:
    """Yield the number of each line that is not empty, and what it holds; if that is no JSON, the error."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError as error:
        raise UserError(f"The answers '{path}' cannot be read: {error.strerror}. Name their file.") from error
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, error


def _stray(answer: object, case: object, cases: dict[str, Sealed]) -> str:
    """Return why a line is no answer to any case, and what to do."""
    if isinstance(answer, Exception):
        return f"is no JSON ({answer}). Write each object in a line of its own."
    if not isinstance(case, str):
        return "names no case. Write an object whose key 'case' is the name of a folder."
    return f"answers {case!r:.100}, which is none of the cases.{suggest(case, cases)} Write the name of a folder."


def _reply(answer: dict[str, Any], one: Sealed, key: Key) -> Reply:
    beside = {name: answer[name] for name in BESIDE if name in answer}
    told = {name: value for name, value in answer.items() if name not in ("case", *BESIDE)}
    try:
        reply = Reply.from_dict({"diagnosis": {"causes": [], **told}, "error": None, "steps": one.steps, **beside})
    except ValueError as error:
        return Reply.failed(f"the answer to {one.case} is in another form than its README.md tells of: {error}")
    wrong = Vocabulary(key.component_of).complaint(reply.diagnosis.causes if reply.diagnosis else ())
    return Reply.failed(f"the answer to {one.case} {wrong}") if wrong else reply


def _missing(one: Sealed) -> Reply:
    return Reply.failed(f"{one.case} has no answer. Add its line to the file.")
