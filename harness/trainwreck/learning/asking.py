"""A check of somebody's own, asked about what is broken, what is mended and what is healthy."""

import runpy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from trainwreck.errors import UserError
from trainwreck.learning.running import told
from trainwreck.pairs.checks import Check, read, words_of
from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import load
from trainwreck.training.loop import CPU
from trainwreck.training.run import Reading
from trainwreck.training.setup import Setup
from trainwreck.training.task import Images


@dataclass(frozen=True)
class Answer:
    """What a check says of a recipe on one seed; ``reading`` is None if it does not apply.

    ``failed``  the error with which it ended instead, its own lines alone.
    """

    entry: Entry
    recipe: str
    seed: int
    reading: Reading | None
    failed: str = ""

    @property
    def is_broken(self) -> bool:
        """Whether the recipe is."""
        return self.recipe == BROKEN

    @property
    def accused(self) -> bool:
        """Whether the check is suspicious."""
        return self.reading is not None and self.reading.suspicious

    @property
    def right(self) -> bool:
        """Whether it is suspicious of what is broken, or quiet on what is not."""
        return not self.failed and self.accused == self.is_broken


def check_of(file: Path) -> Check:
    """Return the function ``check`` of a file; a UserError says why there is none, in the file's own lines."""
    if not file.is_file():
        raise UserError(f"'{file}' is not there. Name a file with a function `check` in it.")
    try:
        check = runpy.run_path(str(file)).get("check")
    except Exception as error:
        raise UserError(f"{told(error, file)}\nCorrect '{file}', then ask again.") from error
    if not callable(check):
        raise UserError(f"'{file}' has no function `check`. docs/checks.md says what one looks like.")
    words_of(check)
    return cast(Check, check)


def answers(
    check: Check,
    file: Path,
    entries: Iterable[Entry],
    seeds: Sequence[int],
    images: Images,
    expect: Callable[[int], None] = lambda _: None,
) -> Iterator[Answer]:
    """Ask a check about the broken recipe and all fixes of scenarios, and about controls."""
    pairs = [load(entry, images) for entry in entries]
    expect(len(seeds) * sum(len(pair.recipes) for pair in pairs))
    for pair in pairs:
        for name, recipe in pair.recipes.items():
            for seed in seeds:
                try:
                    yield Answer(pair.entry, name, seed, read(check, Setup(pair.task, recipe, seed, CPU)))
                except Exception as error:
                    yield Answer(pair.entry, name, seed, None, told(error, file))


def told_apart(found: Sequence[Answer]) -> float:
    """Return the share of broken runs that are accused, less the share of the others that are: 1 at best."""
    broken = [one.accused for one in found if one.is_broken]
    healthy = [one.accused for one in found if not one.is_broken]
    return sum(broken) / max(len(broken), 1) - sum(healthy) / max(len(healthy), 1)
