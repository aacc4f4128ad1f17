"""A question with its pictures, as every format writes it."""

from collections.abc import Sequence
from dataclasses import dataclass

from trainwreck.proof.fingerprint import digest


@dataclass(frozen=True)
class Picture:
    """An SVG image, and what it shows in words. Its name tells nothing: it comes from what is in it."""

    svg: str
    words: str

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{digest([self.svg])}.svg"


@dataclass(frozen=True)
class Choice:
    """One of the answers to choose from: a text, or a picture."""

    shown: str | Picture
    right: bool


@dataclass(frozen=True)
class Item:
    """One question.

    ``name``      tells nothing of the answer.
    ``asked``     the question, as Markdown.
    ``pictures``  what is shown with it.
    ``choices``   in the order in which they are to be shown.
    ``several``   whether more than one may be right, and one is asked for all of them.
    ``feedback``  why, as Markdown; for afterwards.
    """

    name: str
    asked: str
    pictures: Sequence[Picture]
    choices: Sequence[Choice]
    several: bool
    feedback: str

    @property
    def everything(self) -> list[Picture]:
        """All of its pictures, those to choose from as well."""
        return [*self.pictures, *(choice.shown for choice in self.choices if isinstance(choice.shown, Picture))]
