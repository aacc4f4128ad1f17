"""A score run that was killed goes on where it was: every reply is kept until the scorecard is whole."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from trainwreck.pairs.source import setup_source
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.environment import environment
from trainwreck.proof.fingerprint import digest, fingerprint
from trainwreck.proof.records import Records
from trainwreck.referee.process import Reply
from trainwreck.referee.subject import Subject
from trainwreck.referee.tool import Tool


@dataclass(frozen=True)
class Replies:
    """The replies of one tool to cases under one set of conditions, below a folder."""

    records: Records
    tool: Tool
    conditions: Conditions

    def read(self, subject: Subject) -> Reply | None:
        """Return the reply to a case; None if there is none, or one of other code."""
        return self.records.read(self._place(subject), self._fingerprint(subject), Reply.from_dict)

    def write(self, subject: Subject, reply: Reply) -> None:
        """Keep a reply."""
        self.records.write(self._place(subject), self._fingerprint(subject), asdict(reply))

    def forget(self, subjects: Iterable[Subject]) -> None:
        """Forget the replies to these cases; those to others stay."""
        for subject in subjects:
            (self.records.folder / self._place(subject)).unlink(missing_ok=True)

    def _place(self, subject: Subject) -> Path:
        tool = "".join(letter if letter.isalnum() else "-" for letter in self.tool.name)
        truth = subject.truth
        name = f"{truth.component}.{truth.scenario}.{truth.recipe}-{subject.seed}.json"
        return Path(f"{tool}-{self.conditions.name}") / name

    def _fingerprint(self, subject: Subject) -> str:
        entry = subject.pair.entry
        made_of = (fingerprint(entry, "referee"), setup_source(entry, subject.truth.recipe))
        return digest([*made_of, self.tool.text, self.tool.version, json.dumps(environment()), str(subject.seed)])
