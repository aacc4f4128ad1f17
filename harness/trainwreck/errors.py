"""Errors that a user can put right. Every message ends with the cure."""

from collections.abc import Iterable
from difflib import get_close_matches
from reprlib import repr as brief


class UserError(Exception):
    """Something the user asked for cannot be done; the message says what to do instead."""


def require(owner: object, name: str, met: bool, wanted: str) -> None:
    """Refuse the value of a field that cannot be meant, where it is written: the traceback ends on the author's line.

    >>> require(range(3), "step", range(3).step > 1, "two or more")
    Traceback (most recent call last):
    trainwreck.errors.UserError: range(step=…) must be two or more, not 1. Correct it.
    """
    if not met:
        raise UserError(
            f"{type(owner).__name__}({name}=…) must be {wanted}, not {brief(getattr(owner, name))}. Correct it."
        )


def suggest(wrong: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean 'x'?"`` for the known name nearest to a wrong one, or nothing.

    >>> suggest("high_lerning_rate", ["high_learning_rate", "tiny_dataset"])
    " Did you mean 'high_learning_rate'?"
    """
    near = get_close_matches(wrong, list(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""
