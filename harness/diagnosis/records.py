"""A score run that was killed goes on where it was: every reply is kept until the scorecard is whole."""

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from harness.catalogue import INSTALLED
from harness.diagnosis.process import Reply
from harness.diagnosis.source import setup_source
from harness.diagnosis.subject import Subject
from harness.diagnosis.tool import Tool
from harness.environment import environment
from harness.errors import UserError
from harness.store import reached, text_of, write_whole

PROCESS = INSTALLED / "harness" / "diagnosis" / "process.py"


@dataclass(frozen=True)
class Records:
    """The replies of one tool to cases on one source of images and one device, below a folder."""

    folder: Path
    tool: Tool
    images: str
    device: str

    @property
    def home(self) -> Path:
        """Where this tool's replies lie."""
        name = "".join(letter if letter.isalnum() else "-" for letter in self.tool.name)
        return self.folder / f"{name}-{self.images}-{self.device.replace(':', '')}"

    def read(self, subject: Subject) -> Reply | None:
        """Return the reply to a case; None if there is none, or one of other code."""
        path = self._path(subject)
        if not path.is_file():
            return None
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            return Reply.from_dict(record["reply"]) if record["fingerprint"] == self._fingerprint(subject) else None
        except (ValueError, KeyError, TypeError) as error:
            raise UserError(f"'{path}' is not a whole record ({error!r}). Delete it, and run again.") from error

    def write(self, subject: Subject, reply: Reply) -> None:
        """Keep a reply."""
        record = {"fingerprint": self._fingerprint(subject), "reply": asdict(reply)}
        try:
            write_whole(self._path(subject), json.dumps(record))
        except OSError as error:
            raise UserError(
                f"Replies cannot be kept in '{self.home}': {error.strerror}. Name another folder with --out."
            ) from error

    def clear(self) -> None:
        """Forget this tool's replies."""
        shutil.rmtree(self.home, ignore_errors=True)

    def _path(self, subject: Subject) -> Path:
        truth = subject.truth
        return self.home / f"{truth.component}.{truth.scenario}.{truth.recipe}-{subject.seed}.json"

    def _fingerprint(self, subject: Subject) -> str:
        entry = subject.loaded.entry
        # The data are the task's, which stands in the scenario's file, and are no part of the set-up's source.
        parts = [setup_source(entry, subject.truth.recipe), text_of(reached(PROCESS, entry.path))]
        parts += [self.tool.text, self.tool.version, json.dumps(environment())]
        return hashlib.sha256("\0".join([*parts, str(subject.seed)]).encode()).hexdigest()
