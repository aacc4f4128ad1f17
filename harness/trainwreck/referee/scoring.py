"""Score a tool: run it on every case that is not on record, and grade what it says."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from trainwreck.errors import UserError, suggest
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.records import Records
from trainwreck.referee.grading import Graded
from trainwreck.referee.heading import Heading
from trainwreck.referee.locked import LOCKED, Lock, Terms
from trainwreck.referee.process import Untrained, ask_all, require_importable
from trainwreck.referee.replies import Replies
from trainwreck.referee.reply import Reply
from trainwreck.referee.scorecard import LeftOut, Scorecard
from trainwreck.referee.subject import Subject, sittings, subjects
from trainwreck.referee.tool import Tool
from trainwreck.referee.vocabulary import Vocabulary

IMPORT_TIMEOUT = 120.0  # seconds; some tools bring heavy libraries


@dataclass(frozen=True, kw_only=True, eq=False)
class Scoring:
    """One tool, and the catalogue it is scored on.

    ``replies``  where its replies are kept until the scorecard is whole; None to keep none.
    ``timeout``  seconds that the tool may take for a case.
    ``severities``  whether only faults of degree are shown, at any of their severities.
    ``variants``    whether code is shown in other words than the catalogue's.
    ``secret``   what the sittings are drawn from; published in the scorecard.
    ``about``    what else is to be known of the tool; published as well.
    ``terms``    on which the tool is locked in.
    """

    tool: Tool
    catalogue: Catalogue
    conditions: Conditions
    replies: Replies | None = None
    workers: int = 1
    timeout: float = 60.0
    severities: bool = False
    variants: bool = False
    secret: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    terms: Terms = LOCKED

    def keeping(self, records: Records, only: Iterable[str]) -> "Scoring":
        """Return the scoring that keeps its replies, and goes on with those of a run that was asked for the same.

        ``only``  the scenarios and components that it is asked for. It has a secret, of its own if none was given.
        """
        replies = Replies(
            records=records,
            tool=self.tool,
            conditions=self.conditions,
            only=tuple(only),
            severities=self.severities,
            variants=self.variants,
            timeout=self.timeout,
            given=self.secret,
            about=self.about,
            terms=self.terms,
        )
        return replace(self, replies=replies, secret=replies.secret())

    def forget(self) -> None:
        """Let go of the replies: the scorecard is whole, and the next one shall be measured afresh."""
        if self.replies:
            self.replies.forget()

    def subjects(self, entries: Sequence[Entry]) -> list[Subject]:
        """Return what the tool is run on: as many sittings as there are seeds, or all recipes without a secret."""
        return self.of([load(entry, self.conditions.images) for entry in entries])

    def of(self, pairs: Sequence[Pair]) -> list[Subject]:
        """Return the subjects among pairs."""
        if self.secret is None:
            return subjects(self.catalogue, pairs, self.conditions.seeds)
        images = self.conditions.images if self.severities else None
        return sittings(self.catalogue, pairs, self.conditions.seeds, self.secret, images, self.variants)

    def score(self, cases: Sequence[Subject], advance: Callable[[], None] = lambda: None) -> Scorecard:
        """Run the tool on the cases; return each with its grade. The overhead is measured in the first sitting.

        ``advance`` is called after each case.
        """
        known = {subject: self.replies.read(subject) if self.replies else None for subject in cases}
        replies = {subject: reply for subject, reply in known.items() if reply}
        for _ in replies:
            advance()
        left_out = []
        missing = [subject for subject in cases if subject not in replies]
        if missing:
            require_importable(self.tool, IMPORT_TIMEOUT, self._lock)
        jobs = [(subject, partial(subject.brief, self.conditions.device), subject.first) for subject in missing]
        with closing(ask_all(jobs, self.tool, self.workers, self.timeout, self._lock)) as answers:
            for subject, answered in answers:
                if isinstance(answered, Untrained):
                    left_out.append(LeftOut(subject.truth, subject.seed, answered.reason))
                else:
                    replies[subject] = self._kept(subject, answered)
                advance()
        graded = [Graded.of(one.truth, one.seed, reply) for one, reply in replies.items()]
        return Scorecard.of(graded, left_out)

    @property
    def heading(self) -> Heading:
        """What stands above the figures."""
        return Heading(
            tool=self.tool,
            catalogue=self.catalogue,
            images=self.conditions.images.name,
            device=str(self.conditions.device),
            seeds=self.conditions.seeds,
            secret=self.secret,
            variants=self.variants,
            about=self.about,
            protections=self.protections,
        )

    @property
    def _terms(self) -> Terms:
        return replace(self.terms, trust=True) if self.tool.trusted else self.terms

    @property
    def unlocked(self) -> str:
        """Why the tool runs without a lock; nothing if it does not."""
        return self._terms.unlocked(self.conditions.device)

    @property
    def protections(self) -> str:
        """What the tool is locked by, in words."""
        return self._terms.protections(self.conditions.device)

    @cached_property
    def _lock(self) -> Lock | None:
        kept = [self.replies.records.folder] if self.replies else []
        return self._terms.lock(self.tool, self.catalogue.root, kept, self.conditions.device)

    def _kept(self, subject: Subject, reply: Reply) -> Reply:
        """Return a reply, or an error in its place if it names what there is not; keep it for a run that goes on."""
        complaint = self._vocabulary.complaint(reply.diagnosis.causes) if reply.diagnosis else ""
        reply = replace(reply, diagnosis=None, error=complaint) if complaint else reply
        if self.replies and not reply.error:  # another try may have more time, or more luck
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
