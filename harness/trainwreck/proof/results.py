"""All that is recorded of a catalogue on one source of images and one device."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import load
from trainwreck.proof import figures, goals, histories, longer, matrix, severity, sightings, study, tidy
from trainwreck.proof.conditions import SOURCES
from trainwreck.proof.recorded import Recorded
from trainwreck.tasks.sources import Digits

MANY = 8  # names: from here on a command is told without them


@dataclass(frozen=True)
class Results:
    """The recorded tables in one folder."""

    folder: Path
    images: str = "digits"
    device: str = "cpu"

    @property
    def runs(self) -> Recorded:
        """Five runs of every recipe, a row a run."""
        return Recorded(self.folder / f"{self._name}.csv", tidy.COLUMNS, tidy.JUDGED_BY)

    @property
    def curves(self) -> Recorded:
        """How the losses and the scores of those runs went."""
        return Recorded(self.folder / f"curves-{self._name}.csv", histories.COLUMNS, histories.JUDGED_BY)

    @property
    def goals(self) -> Recorded:
        """Every task's goal beside the score of a good standard model."""
        return Recorded(self.folder / f"goals-{self.images}.csv", goals.COLUMNS, goals.JUDGED_BY)

    @property
    def study(self) -> Recorded:
        """How often each verdict held, on many sets of seeds."""
        return Recorded(self.folder / f"study-{self._name}.csv", study.COLUMNS, study.JUDGED_BY)

    @property
    def figures(self) -> Recorded:
        """What texts may quote of the study's runs."""
        return Recorded(self.folder / f"figures-{self._name}.csv", figures.COLUMNS, figures.JUDGED_BY)

    @property
    def symptoms(self) -> Recorded:
        """Which symptoms the study's runs showed."""
        return Recorded(self.folder / f"symptoms-{self._name}.csv", sightings.COLUMNS, sightings.JUDGED_BY)

    @property
    def severities(self) -> Recorded:
        """How the harm of each fault grows with its dose."""
        path = self.folder / f"severities-{self._name}.csv"
        return Recorded(path, severity.COLUMNS, severity.JUDGED_BY, lambda entry: entry.is_graded)

    @property
    def longer(self) -> Recorded:
        """What becomes of the broken recipes with eight times their epochs."""
        path = self.folder / f"longer-{self._name}.csv"
        return Recorded(path, longer.COLUMNS, longer.JUDGED_BY, lambda entry: not entry.is_control)

    @property
    def checks(self) -> Path:
        """What every check says of every recipe: the file that `trainwreck matrix --csv` writes."""
        return self.folder / f"checks-{self._name}.csv"

    def answers(self) -> pd.DataFrame:
        """Return what every check says of every recipe; an empty table if that is not recorded."""
        return pd.read_csv(self.checks) if self.checks.is_file() else pd.DataFrame(columns=matrix.COLUMNS)

    def tables(self) -> tuple[Recorded, ...]:
        """Return all of them."""
        return self.runs, self.curves, self.goals, *self.studies()

    def studies(self) -> tuple[Recorded, ...]:
        """Return those that take long, and are made only when they are asked for."""
        return self.study, self.figures, self.symptoms, self.severities, self.longer

    def siblings(self) -> list["Results"]:
        """Return these results and those on other sources of images."""
        return [replace(self, images=images) for images in SOURCES]

    def concerned(self, entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries that this source of images makes a difference to: on digits, which come first, all."""
        return [entry for entry in entries if self.images == Digits().name or _has_images(entry)]

    def command(self, table: Recorded, entries: Iterable[Entry]) -> str:
        """Return the command that brings the rows of these entries up to date."""
        names = [entry.name for entry in entries]
        options = [f"--images {self.images}"] if self.images != Digits().name else []
        options += [f"--device {self.device}"] if self.device != "cpu" else []
        options += ["--study"] if table in self.studies() else []
        return " ".join(["trainwreck record", *options, *(names if len(names) < MANY else [])])

    @property
    def _name(self) -> str:
        return f"{self.images}-{self.device.replace(':', '')}"


def _has_images(entry: Entry) -> bool:
    try:
        return load(entry, Digits()).task.with_images is not None
    except UserError:
        return True  # recording it will say what is wrong
