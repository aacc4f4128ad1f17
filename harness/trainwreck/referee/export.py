"""Cases for whatever runs elsewhere: a folder each, under names that tell nothing; the truth is the key's alone."""

import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.records import new_folder, write_whole
from trainwreck.referee.key import Key, Sealed
from trainwreck.referee.process import reported
from trainwreck.referee.question import README
from trainwreck.referee.single import opened
from trainwreck.referee.subject import Subject

SHORTEST = 16  # characters of a secret: a shorter one could be guessed, and would tell which case is which
ANSWERS = "answers.jsonl"

HOW = f"""# Cases

Each folder in a `sitting-…` is a case: a training run, and what is asked about it in its `{README}`. The names and the
order of the cases tell nothing.

Answer each by itself, without a look at the others, and begin each sitting as if there had been none before. Write the
answers to `{ANSWERS}`, a line each: the JSON object that `{README}` tells of, and in it `case`, the name of the folder.

```json
{{"case": "case-000000", "verdict": "healthy"}}
```

`seconds`, how long the answer took, and `transcript`, what was asked and said on the way to it, may be there as well. A
case without an answer counts as an error.
"""


def require_secret(secret: str) -> None:
    """Refuse a secret that whoever answers could guess."""
    if len(secret) < SHORTEST:
        raise UserError(
            f"A secret of {len(secret)} characters could be guessed, and with it the truth. Give {SHORTEST} or more, "
            "or leave --secret out."
        )


def require_apart(key_file: Path, folder: Path) -> None:
    """Refuse a place of the key that would be handed out with the cases, or that holds another key."""
    if key_file.resolve().is_relative_to(folder.resolve()):
        raise UserError(f"The key '{key_file}' would lie among the cases. Name another place with --key.")
    if key_file.exists():
        raise UserError(
            f"'{key_file}' is there already, and may be the only key to other cases. Name another with --key."
        )


@dataclass(frozen=True, kw_only=True)
class Export:
    """Sittings that are written out.

    ``secret``    what they were drawn from; the names of the cases are drawn from it as well.
    ``left_out``  what is said of cases that cannot be written.
    """

    sittings: Sequence[Sequence[Subject]]
    secret: str
    conditions: Conditions
    advance: Callable[[], None]
    left_out: list[str] = field(default_factory=list)

    def write(self, folder: Path, key_file: Path) -> Key:
        """Write the cases to a new folder and the key to a file, both whole or not at all; return the key."""
        with new_folder(folder) as whole:
            cases = tuple(self._cases(whole))
            if not cases:
                raise UserError("\n".join([*self.left_out, "No case is left to be written. Name more scenarios."]))
            (whole / README).write_text(HOW, encoding="utf-8")
            first = self.sittings[0][0]
            key = Key(
                secret=self.secret,
                images=self.conditions.images.name,
                seeds=tuple(self.conditions.seeds),
                variants=first.variant is not None,
                component_of=first.vocabulary.component_of,
                cases=cases,
            )
            write_whole(key_file, key.text())
        return key

    def _cases(self, whole: Path) -> Iterator[Sealed]:
        """Write each case; yield what is kept of it."""
        numbers = iter(random.Random(f"{self.secret} names").sample(range(16**6), sum(map(len, self.sittings))))
        for number, sitting in enumerate(self.sittings, start=1):
            codes: set[str] = set()
            for subject in sitting:
                case = whole / f"sitting-{number}" / f"case-{next(numbers):06x}"
                if subject.source in codes:
                    self._leave_out(subject, "another case of the sitting has the same code")
                else:
                    codes.add(subject.source)
                    yield from self._case(case, subject)
                self.advance()

    def _case(self, folder: Path, subject: Subject) -> Iterator[Sealed]:
        """Write a case to a folder, and yield what is kept of it, unless its own code fails."""
        with opened(subject, self.conditions) as case:
            try:
                files = case.script_folder()
                one = Sealed(folder.name, subject.truth, subject.seed, len(case.log()), reported(case))
            except Exception as error:
                self._leave_out(subject, f"{type(error).__name__}: {error}")
                return
            shutil.copytree(files, folder)
        yield one

    def _leave_out(self, subject: Subject, reason: str) -> None:
        truth = subject.truth
        self.left_out.append(f"{truth.scenario} / {truth.recipe}, seed {subject.seed}, is left out: {reason}")
