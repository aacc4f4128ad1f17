"""What stands above a tool's figures: who was scored, and on what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trainwreck.pairs.entries import Catalogue
from trainwreck.proof.results import Results
from trainwreck.referee import scorecard, yardsticks
from trainwreck.referee.figures import Summary, summarise
from trainwreck.referee.grading import Graded
from trainwreck.referee.tool import Tool


@dataclass(frozen=True, kw_only=True, eq=False)
class Heading:
    """A tool, and the sittings that it was scored on.

    ``images``, ``device``  the names of those that were trained on. ``seeds``: the numbers of the sittings.
    ``secret``  what these were drawn from; None if every recipe was shown.
    ``variants``  whether code was shown in other words than the catalogue's.
    ``about``   what else is to be known of the tool, such as a language model's name and settings.
    ``protections``  what the tool was locked by; None where it ran elsewhere.
    """

    tool: Tool
    catalogue: Catalogue
    images: str
    device: str
    seeds: Sequence[int]
    secret: str | None
    variants: bool = False
    about: Mapping[str, str] = field(default_factory=dict)
    protections: str | None = None

    def yardsticks(self, cases: Sequence[Graded]) -> list[Summary]:
        """Return what the yardsticks score on the same cases, but for faults at other severities."""
        results = Results(self.catalogue.root / "results", self.images, self.device)
        return [summarise(name, answers) for name, answers in yardsticks.on(cases, results.answers()).items()]

    def document(self, cases: Sequence[Graded]) -> dict[str, Any]:
        """Return the scorecard in JSON's types."""
        measures = self.yardsticks(cases)
        return scorecard.document(
            tool=self.tool,
            cases=cases,
            images=self.images,
            device=self.device,
            seeds=self.seeds,
            yardsticks=measures,
            secret=self.secret,
            variants=self.variants,
            about=self.about,
            protections=self.protections,
        )
