"""Errors that a user can mend. Every message ends with the cure."""

from collections.abc import Iterable
from difflib import get_close_matches


class UserError(Exception):
    """Something the user asked for cannot be done; the message says what to do instead."""


def suggest(wrong: str, known: Iterable[str]) -> str:
    """Return ``" Did you mean 'x'?"`` for the known name nearest to a wrong one, or nothing.

    >>> suggest("high_lerning_rate", ["high_learning_rate", "tiny_dataset"])
    " Did you mean 'high_learning_rate'?"
    """
    near = get_close_matches(wrong, list(known), n=1)
    return f" Did you mean {near[0]!r}?" if near else ""
