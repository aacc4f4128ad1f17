"""A score run that was killed goes on where it was: every reply is kept until the scorecard is whole."""

import json
import secrets
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path

from trainwreck.proof.conditions import Conditions
from trainwreck.proof.environment import environment
from trainwreck.proof.fingerprint import digest, fingerprint
from trainwreck.proof.records import Records, write_whole
from trainwreck.referee.locked import LOCKED, Terms
from trainwreck.referee.reply import Reply
from trainwreck.referee.subject import Subject
from trainwreck.referee.tool import Tool


@dataclass(frozen=True)
class Replies:
    """The replies of one tool in one run, below a folder.

    ``only``     the scenarios and components that the run was asked for. A run with other ones, or with other seeds,
                 is another run: it has a folder of its own, so that a small one never takes or deletes what a large one
                 has.
    ``timeout``  seconds that the tool may take. With more or fewer it is another run.
    ``given``    the secret that the run was asked for; None if it is to have one of its own.
    ``about``    what else is to be known of the tool: with another model, say, it is another run.
    ``terms``    on which the tool is locked in: with others it is another run as well.
    """

    records: Records
    tool: Tool
    conditions: Conditions
    only: tuple[str, ...] = ()
    severities: bool = False
    variants: bool = False
    timeout: float = 60.0
    given: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
    terms: Terms = LOCKED

    def secret(self) -> str:
        """Return what the sittings of this run are drawn from; a run that goes on has the same."""
        path = self.records.folder / self._folder / "secret"
        if self.given is not None:
            return self.given
        with suppress(OSError):
            return path.read_text(encoding="utf-8")
        made = secrets.token_hex(16)
        write_whole(path, made)
        return made

    def read(self, subject: Subject) -> Reply | None:
        """Return the reply to a case; None if there is none, or one of other code."""
        return self.records.read(self._place(subject), self._fingerprint(subject), Reply.from_dict)

    def write(self, subject: Subject, reply: Reply) -> None:
        """Keep a reply."""
        self.records.write(self._place(subject), self._fingerprint(subject), asdict(reply))

    def forget(self) -> None:
        """Forget the replies of this run; those of others stay."""
        shutil.rmtree(self.records.folder / self._folder, ignore_errors=True)

    @property
    def _folder(self) -> str:
        tool = "".join(letter if letter.isalnum() else "-" for letter in self.tool.name)
        asked_for = json.dumps(
            [
                *(self.tool.name, sorted(self.about.items()), sorted(self.only), self.severities, self.variants),
                *(self.timeout, self.given, self.terms.trust, self.terms.network, *self.conditions.seeds),
            ]
        )
        return f"{tool[:40]}-{self.conditions.name}-{digest([asked_for])}"

    def _place(self, subject: Subject) -> Path:
        truth = subject.truth
        recipe = truth.recipe.replace(" ", "-")
        return Path(self._folder) / f"{truth.component}.{truth.scenario}.{recipe}-{subject.seed}.json"

    def _fingerprint(self, subject: Subject) -> str:
        made_of = (fingerprint(subject.pair.entry, "referee", "variants"), subject.source, str(subject.pair.dose))
        asked = (str(subject.seed), str(subject.variant))
        return digest([*made_of, self.tool.text, self.tool.version, json.dumps(environment()), *asked])
