"""Score a tool: run it on every case that is not on record, and grade what it says."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import CONTROLS, Catalogue, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import Conditions
from trainwreck.referee import scorecard, yardsticks
from trainwreck.referee.answer import Cause
from trainwreck.referee.grading import Graded, grade
from trainwreck.referee.process import Reply, ask_all, require_importable
from trainwreck.referee.replies import Replies
from trainwreck.referee.subject import Subject, subjects
from trainwreck.referee.tool import Tool

IMPORT_TIMEOUT = 120.0  # seconds; some tools bring heavy libraries


@dataclass(frozen=True, kw_only=True, eq=False)
class Scoring:
    """One tool, and the catalogue it is scored on.

    ``replies``  where its replies are kept until the scorecard is whole; None to keep none.
    ``timeout``  seconds that the tool may take for a case.
    """

    tool: Tool
    catalogue: Catalogue
    conditions: Conditions
    replies: Replies | None = None
    workers: int = 1
    timeout: float = 60.0

    def subjects(self, entries: Sequence[Entry]) -> list[Subject]:
        """Return what the tool is to be run on."""
        return self.of([load(entry, self.conditions.images) for entry in entries])

    def of(self, pairs: Sequence[Pair]) -> list[Subject]:
        """Return the subjects among pairs."""
        return subjects(self.catalogue, pairs, self.conditions.seeds)

    def graded(self, cases: Sequence[Subject], advance: Callable[[], None] = lambda: None) -> Iterator[Graded]:
        """Yield each subject's graded reply as it comes in. The overhead is measured on the first seed."""
        known = {subject: self.replies.read(subject) if self.replies else None for subject in cases}
        for subject, reply in known.items():
            if reply:
                advance()
                yield Graded(subject.truth, subject.seed, reply, grade(subject.truth, reply))
        missing = [subject for subject, reply in known.items() if reply is None]
        if missing:
            require_importable(self.tool, IMPORT_TIMEOUT)
        first, device = self.conditions.seeds[0], self.conditions.device
        jobs = [(subject, partial(subject.brief, device), subject.seed == first) for subject in missing]
        for subject, answered in ask_all(jobs, self.tool, self.workers, self.timeout):
            reply = self._checked(answered)
            if self.replies:
                self.replies.write(subject, reply)
            advance()
            yield Graded(subject.truth, subject.seed, reply, grade(subject.truth, reply))

    def yardsticks(self, cases: Sequence[Graded]) -> list[scorecard.Summary]:
        """Return the figures on the same cases of two tools that know nothing."""
        answers = {"silent": yardsticks.silent(), "most_frequent": yardsticks.most_frequent(self.catalogue)}
        return [scorecard.summarise(n, scorecard.answered_with(answer, cases)) for n, answer in answers.items()]

    def document(self, cases: Sequence[Graded]) -> dict[str, Any]:
        """Return the scorecard in JSON's types."""
        images, device = self.conditions.images.name, str(self.conditions.device)
        return scorecard.document(self.tool, cases, images, device, self.conditions.seeds, self.yardsticks(cases))

    def _checked(self, reply: Reply) -> Reply:
        """Return a reply, or an error in its place if it names what is not in the catalogue."""
        wrong = [self._complaint(cause) for cause in reply.diagnosis.causes] if reply.diagnosis else []
        complaint = " ".join(text for text in wrong if text)
        return Reply(error=complaint, seconds=reply.seconds) if complaint else reply

    def _complaint(self, cause: Cause) -> str:
        components = [name for name in self.catalogue.components() if name != CONTROLS]
        if cause.component not in components:
            near = suggest(cause.component, components)
            return f"named the component {cause.component!r}.{near} There are: {', '.join(components)}."
        faults = [entry.name for entry in self.catalogue if not entry.is_control]
        if cause.fault is not None and cause.fault not in faults:
            return f"named the fault {cause.fault!r}, which is not in the catalogue.{suggest(cause.fault, faults)}"
        return ""


def chosen(catalogue: Catalogue, only: Iterable[str]) -> list[Entry]:
    """Return the entries of these names, and those of these components; all if none is named."""
    only = list(only)
    names, components = [entry.name for entry in catalogue], catalogue.components()
    for name in only:
        if name not in names and name not in components:
            near = suggest(name, [*names, *components])
            raise UserError(f"There is no scenario or component {name!r}.{near} `trainwreck list` shows all.")
    return [entry for entry in catalogue if not only or entry.name in only or entry.component in only]
