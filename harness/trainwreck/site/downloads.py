"""What a reader takes along: the script of an entry as it is handed out, as a notebook too, and its data."""

from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from trainwreck.pairs.entries import BROKEN, HEALTHY
from trainwreck.pairs.loading import Pair
from trainwreck.scripts.folder import NOTEBOOK, SCRIPT, data_files, write
from trainwreck.scripts.notebook import notebook
from trainwreck.scripts.script import script
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, derive

FOLDER = "downloads"
SEED = 0
LARGEST = 2_000_000  # bytes of data that a page offers; what is more, a command writes


@dataclass
class Downloads:
    """Files below one folder of the site, each set of data once, however many entries have it."""

    folder: Path
    data: dict[str, int] = field(default_factory=dict)  # their size, by digest

    def add(self, pair: Pair) -> "Taken":
        """Write an entry's script, notebook and, where they are small, its data."""
        available, held_back = pair.task.data(derive(SEED, Stream.DATA))
        text = script(pair, HEALTHY if pair.entry.is_control else BROKEN, available, SEED)
        write(self.folder / pair.name, {SCRIPT: text.encode(), NOTEBOOK: notebook(text).encode()})
        return Taken(text, self._data(available, held_back))

    def _data(self, available: Split, held_back: Split) -> str | None:
        mark = _digest(available, held_back)
        if mark not in self.data:
            files = data_files(available, held_back)
            self.data[mark] = sum(map(len, files.values()))
            if self.data[mark] <= LARGEST:
                write(self.folder / mark, files)
        return mark if self.data[mark] <= LARGEST else None


@dataclass(frozen=True)
class Taken:
    """The script's text, and the folder of the data below that of all downloads; None if they are too large."""

    script: str
    data: str | None


def _digest(*splits: Split) -> str:
    found = sha256()
    for split in splits:
        for part in (split.inputs, split.targets, split.groups):
            found.update(b"" if part is None else part.contiguous().numpy().tobytes())
    return f"data-{found.hexdigest()[:12]}"
