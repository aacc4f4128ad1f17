"""The generated pages: a gallery, the way from a curve to its cause, and a page an entry."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from trainwreck.learning.paths import stations
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.loading import load
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.pairs.symptoms import Symptom
from trainwreck.proof.results import Results
from trainwreck.proof.sightings import as_detectors
from trainwreck.scripts.folder import write
from trainwreck.site import measured
from trainwreck.site.downloads import FOLDER, Downloads
from trainwreck.site.lessons import address
from trainwreck.site.pictures import drawn
from trainwreck.site.shapes import shapes
from trainwreck.site.story import Story
from trainwreck.site.tables import Tables
from trainwreck.tasks.sources import Digits

TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
    autoescape=False,  # what is written is Markdown; what stands in a tag is escaped where it does
)


@dataclass(frozen=True)
class Site:
    """Which entries of a catalogue have pages: those that are named, or all."""

    catalogue: Catalogue
    names: tuple[str, ...] = ()

    @classmethod
    def of(cls, names: Sequence[str]) -> "Site":
        """Return the site of the built-in catalogue."""
        return cls(Catalogue(BUILT_IN), tuple(names))

    @property
    def results(self) -> Results:
        """What is recorded of the catalogue."""
        return Results(self.catalogue.root / "results")

    @property
    def tables(self) -> Tables:
        """The same, to be read."""
        return Tables(self.results)

    def entries(self) -> list[Entry]:
        """Return the entries that have a page."""
        return self.catalogue.entries(self.names)

    def pages(self, out: Path, cache: Path) -> dict[str, str]:
        """Return the text of each generated page by its name, and write what readers may take along below ``out``.

        ``cache``  the folder in which pictures are kept for the next time.
        """
        entries, tables = self.entries(), self.tables
        known, places, downloads = {e.name for e in entries}, stations(self.catalogue), Downloads(out / FOLDER)
        stories = []
        for entry, pictures in zip(entries, drawn(entries, self.results, tables, cache), strict=True):
            pair = load(entry, Digits())
            taken = downloads.add(pair)
            stories.append(Story(pair, pictures, tables, taken, places.get(entry.name), known))
        told = {story.entry.name: story for story in stories}
        found = {address(name): _filled("entry.md", story=story) for name, story in told.items()}
        found["catalogue/index"] = _filled("gallery.md", stories=stories, symptoms=list(Symptom))
        found["catalogue/curves"] = _filled(
            "curves.md",
            shapes=shapes(entries, tables.curves, tables.checks, tables.symptoms),
            told=told,
            shares=as_detectors(tables.symptoms).to_dict("index"),
        )
        found["catalogue/measured"] = self._measured(out / FOLDER)
        return found

    def _measured(self, folder: Path) -> str:
        """Write all that is measured into a folder, and return the page that tells what it is."""
        table = measured.measured(self.results)
        write(folder, {measured.FILE: measured.text(table).encode()})
        counts = Counter(table.measure)
        columns = measured.columns_table()
        return _filled("measured.md", file=measured.FILE, rows=len(table), counts=counts, columns=columns)


def _filled(template: str, **told: object) -> str:
    return TEMPLATES.get_template(template).render(address=address, **told)
