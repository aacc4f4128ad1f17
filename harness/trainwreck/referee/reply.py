"""What came of running a tool on a case, and the one place where that is read: from its process, or from a record.

A tool can patch whatever runs in its process, and the writing of its reply with it. So a reply is believed in nothing:
its form, its types and its ranges are checked here, and what is not a reply becomes the error of that one case.
"""

import json
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any

from trainwreck.referee.answer import MOST_STEPS, Cause, Diagnosis, complaint

EVIDENCE, ERROR, NAME = 600, 500, 100  # characters that are kept of evidence and of an error, and that a name may have
TRANSCRIPT = 100_000  # characters that are kept of what a tool has kept or printed
LARGEST = 1e9  # seconds, and times as slow: thirty years, and as good as infinity


@dataclass(frozen=True, kw_only=True)
class Reply:
    """What came of running a tool on a case: a diagnosis, or else an error.

    ``steps``     of the training that the tool saw; None if it saw none.
    ``trainings``  how many it asked for.
    ``alarm``     how many steps of the training were made when the tool called ``case.alarm()``; None if it did not.
    ``overhead``  seconds of that training over those of the same one without the tool; None if not measured.
    ``seconds``   from start to answer; None if not measured.
    ``reported``  the validation score that the set-up comes to, in a training of the referee's own.
    ``transcript``  what the tool has kept beside its answer, or printed.
    """

    diagnosis: Diagnosis | None = None
    error: str | None = None
    steps: int | None = None
    trainings: int | None = None
    alarm: int | None = None
    overhead: float | None = None
    seconds: float | None = None
    reported: float | None = None
    transcript: str = ""

    @classmethod
    def failed(cls, error: str, seconds: float | None = None, transcript: str = "") -> "Reply":
        """Return the reply of a tool that broke; of a long error, the beginning is kept."""
        return cls(error=_legible(error, ERROR), seconds=seconds, transcript=transcript)

    def packed(self) -> str:
        """Return the reply as a line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def parse(cls, line: bytes) -> "Reply":
        """Return the reply that a tool's process has sent; whatever else it may be becomes an error that says so."""
        try:
            return cls.from_dict(json.loads(line))
        except RecursionError:
            return cls.failed("its process sent no reply, but something nested too deeply to be read")
        except ValueError as error:
            return cls.failed(f"its process sent no reply: {error}")

    @classmethod
    def from_dict(cls, values: object) -> "Reply":
        """Return what ``dataclasses.asdict`` was made from; a ValueError says what is wrong with it."""
        told = _exactly(cls, values)
        if (told["diagnosis"] is None) == (not told["error"]):
            raise ValueError("there must be either a diagnosis or an error")
        steps = _number("steps", told["steps"], whole=True, most=MOST_STEPS)
        reported = told["reported"]
        if reported is not None and (type(reported) is not float or not -LARGEST <= reported <= LARGEST):
            raise ValueError("reported must be a number")
        return cls(
            diagnosis=_diagnosis(told["diagnosis"], steps),
            error=None if told["error"] is None else _text("error", told["error"], ERROR),
            steps=steps,
            trainings=_number("trainings", told["trainings"], whole=True, most=MOST_STEPS),
            alarm=_number("alarm", told["alarm"], whole=True, most=steps or 0),
            overhead=_number("overhead", told["overhead"]),
            seconds=_number("seconds", told["seconds"]),
            reported=reported,
            transcript=_text("transcript", told["transcript"], TRANSCRIPT),
        )


def _diagnosis(values: object, steps: int | None) -> Diagnosis | None:
    if values is None:
        return None
    told = _exactly(Diagnosis, values)
    if not isinstance(told["causes"], list):
        raise ValueError("causes must be a list")
    causes = tuple(dict.fromkeys(map(_cause, told["causes"])))
    evidence = _text("evidence", told["evidence"], EVIDENCE)
    diagnosis = Diagnosis(told["verdict"], causes, evidence, told["alarm_step"], told["score"], told["tokens"])
    if wrong := complaint(diagnosis, steps):
        raise ValueError(f"it {wrong}")
    return diagnosis


def _cause(values: object) -> Cause:
    told = _exactly(Cause, values)
    for name, text in told.items():
        if isinstance(text, str) and len(text) > NAME:
            raise ValueError(f"{name} must have at most {NAME} characters")
    fault = None if told["fault"] is None else _text("fault", told["fault"], NAME)
    return Cause(_text("component", told["component"], NAME), fault)


def _exactly(kind: type, values: object) -> dict[str, Any]:
    """Return what there is for each field of a dataclass; no other keys, and none missing that has no default."""
    names = [field.name for field in fields(kind)]
    given = {field.name: field.default for field in fields(kind) if field.default is not MISSING}
    if not isinstance(values, dict) or not set(names) - set(given) <= set(values) <= set(names):
        raise ValueError(f"a {kind.__name__} must have {', '.join(names)}, and nothing else")
    return {**given, **values}


def _text(name: str, value: object, most: int) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{name} must be a text")
    return _legible(value, most)


def _legible(text: str, most: int) -> str:
    """Return the beginning of a text, with question marks for what no file can hold."""
    return text[:most].encode(errors="replace").decode()


def _number(name: str, value: Any, *, whole: bool = False, most: float = LARGEST) -> Any:
    """Return a number from 0 to ``most``, or None; that it is not NaN is seen by its failing the comparison."""
    if value is None:
        return None
    if type(value) not in ((int,) if whole else (int, float)) or not 0 <= value <= most:
        raise ValueError(f"{name} must be a {'whole ' if whole else ''}number from 0 to {most:g}")
    return value
