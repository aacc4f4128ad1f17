"""Score a tool: run it on every case that is not on record, and grade what it says."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import Conditions
from trainwreck.referee import scorecard, yardsticks
from trainwreck.referee.grading import Graded, grade
from trainwreck.referee.process import Untrained, ask_all, require_importable
from trainwreck.referee.replies import Replies
from trainwreck.referee.reply import Reply
from trainwreck.referee.scorecard import LeftOut, Scorecard
from trainwreck.referee.subject import Subject, subjects
from trainwreck.referee.tool import Tool
from trainwreck.referee.vocabulary import Vocabulary

IMPORT_TIMEOUT = 120.0  # seconds; some tools bring heavy libraries


@dataclass(frozen=True, kw_only=True, eq=False)
class Scoring:
    """One tool, and the catalogue it is scored on.

    ``replies``  where its replies are kept until the scorecard is whole; None to keep none.
    ``timeout``  seconds that the tool may take for a case.
    ``severities``  whether what is broken is there at all of its severities.
    """

    tool: Tool
    catalogue: Catalogue
    conditions: Conditions
    replies: Replies | None = None
    workers: int = 1
    timeout: float = 60.0
    severities: bool = False

    def subjects(self, entries: Sequence[Entry]) -> list[Subject]:
        """Return what the tool is to be run on."""
        return self.of([load(entry, self.conditions.images) for entry in entries])

    def of(self, pairs: Sequence[Pair]) -> list[Subject]:
        """Return the subjects among pairs."""
        images = self.conditions.images if self.severities else None
        return subjects(self.catalogue, pairs, self.conditions.seeds, images)

    def score(self, cases: Sequence[Subject], advance: Callable[[], None] = lambda: None) -> Scorecard:
        """Run the tool on the cases; return each with its grade. The overhead is measured on the first seed.

        ``advance`` is called after each case.
        """
        known = {subject: self.replies.read(subject) if self.replies else None for subject in cases}
        replies = {subject: reply for subject, reply in known.items() if reply}
        for _ in replies:
            advance()
        left_out = []
        missing = [subject for subject in cases if subject not in replies]
        if missing:
            require_importable(self.tool, IMPORT_TIMEOUT)
        first, device = self.conditions.seeds[0], self.conditions.device
        jobs = [(subject, partial(subject.brief, device), subject.seed == first) for subject in missing]
        with closing(ask_all(jobs, self.tool, self.workers, self.timeout)) as answers:
            for subject, answered in answers:
                if isinstance(answered, Untrained):
                    left_out.append(LeftOut(subject.truth, subject.seed, answered.reason))
                else:
                    replies[subject] = self._kept(subject, answered)
                advance()
        graded = [Graded(one.truth, one.seed, reply, grade(one.truth, reply)) for one, reply in replies.items()]
        return Scorecard.of(graded, left_out)

    def yardsticks(self, cases: Sequence[Graded]) -> list[scorecard.Summary]:
        """Return the figures on the same cases of two tools that know nothing, but for faults at other severities."""
        cases = [case for case in cases if case.truth.is_plain]
        answers = {"silent": yardsticks.silent(), "most_frequent": yardsticks.most_frequent(self.catalogue)}
        return [scorecard.summarise(n, scorecard.answered_with(answer, cases)) for n, answer in answers.items()]

    def document(self, cases: Sequence[Graded]) -> dict[str, Any]:
        """Return the scorecard in JSON's types."""
        images, device = self.conditions.images.name, str(self.conditions.device)
        return scorecard.document(self.tool, cases, images, device, self.conditions.seeds, self.yardsticks(cases))

    def _kept(self, subject: Subject, reply: Reply) -> Reply:
        """Return a reply, or an error in its place if it names what there is not; keep it for a run that goes on."""
        complaint = self._vocabulary.complaint(reply.diagnosis.causes) if reply.diagnosis else ""
        reply = Reply.failed(complaint, reply.seconds) if complaint else reply
        if self.replies:
            self.replies.write(subject, reply)
        return reply

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary.of(self.catalogue)


def chosen(catalogue: Catalogue, only: Iterable[str]) -> list[Entry]:
    """Return the entries of these names, and those of these components; all if none is named."""
    only = list(only)
    names, components = [entry.name for entry in catalogue], catalogue.components()
    for name in only:
        if name not in names and name not in components:
            near = suggest(name, [*names, *components])
            raise UserError(f"There is no scenario or component {name!r}.{near} `trainwreck list` shows all.")
    if not names:
        raise UserError(f"There is no scenario in '{catalogue.root}' to score a tool on. Write one: `trainwreck new`.")
    return [entry for entry in catalogue if not only or entry.name in only or entry.component in only]
