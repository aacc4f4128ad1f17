"""The key to exported cases: the truth about each, which is kept apart from them."""

import json
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from trainwreck.errors import UserError
from trainwreck.referee.grading import truth_from
from trainwreck.referee.subject import Truth

VERSION = 1


@dataclass(frozen=True)
class Sealed:
    """A case under the name that it was given.

    ``steps``     of its run, as its log has them. ``reported``: the validation score that it comes to.
    """

    case: str
    truth: Truth
    seed: int
    steps: int
    reported: float

    def as_dict(self) -> dict[str, Any]:
        """Return the case in JSON's types."""
        own = {"case": self.case, "seed": self.seed, "steps": self.steps, "reported": self.reported}
        return {**own, **asdict(self.truth)}

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> "Sealed":
        """Return what ``as_dict`` was made from."""
        own = {name: values[name] for name in ("case", "seed", "steps", "reported")}
        return cls(truth=truth_from(values), **own)


@dataclass(frozen=True)
class Key:
    """What it takes to grade the answers to exported cases.

    ``secret``  what they were drawn from. ``variants``: whether code is shown in other words than the catalogue's.
    ``component_of``  the faults that may be named, with their components.
    """

    secret: str
    images: str
    seeds: tuple[int, ...]
    variants: bool
    component_of: dict[str, str]
    cases: tuple[Sealed, ...]

    def text(self) -> str:
        """Return the key as JSON."""
        own = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps({"version": VERSION, **own, "cases": [one.as_dict() for one in self.cases]}, indent=1) + "\n"


def read(path: Path) -> Key:
    """Return a key that was written; a UserError says what else it is."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["version"] != VERSION:
            raise ValueError(f"version {told['version']!r:.20}, not {VERSION}")
        return Key(
            secret=told["secret"],
            images=told["images"],
            seeds=tuple(told["seeds"]),
            variants=told["variants"],
            component_of=dict(told["component_of"]),
            cases=tuple(map(Sealed.from_dict, told["cases"])),
        )
    except OSError as error:
        raise UserError(f"The key '{path}' cannot be read: {error.strerror}. Name it with --key.") from error
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UserError(
            f"'{path}' is no key of exported cases ({error!r:.200}). Name the file that `trainwreck cases export` has "
            "written beside them."
        ) from error
