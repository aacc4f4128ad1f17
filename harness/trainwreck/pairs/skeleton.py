"""New files to be filled in: a scenario's three, and a pack's."""

import keyword
import re
from pathlib import Path

from trainwreck.errors import UserError
from trainwreck.pairs.entries import CONTROLS, Catalogue
from trainwreck.pairs.packs import is_installed, package_of

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 60  # characters of a name: it becomes a file, a module and a column of tables

SCENARIO = '''"""A title that says what one sees.

Two to four sentences on the run, with figures, and no diagnosis.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1, momentum=0.9),  # put the fault here, or into any other field
    epochs=8,
)

scenario = Scenario(
    task=digits(goal=0.885),
    broken=broken,
    symptom=Symptom.STALLS,  # what is measured decides: `trainwreck run {name}` says what it is
    touches={{"optimizer"}},  # the fields that a fix may change
    hints=(),  # two to four, from a question to nearly the answer
)
'''

CONTROL = '''"""A title that says what alarms.

Two to four sentences on what looks like a fault, with figures, and why it is none.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits

control = Control(
    task=digits(goal=0.885),
    healthy=Recipe(
        model=partial(mlp, 784, 64, 10),
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(SGD, lr=0.1, momentum=0.9),
        epochs=8,
    ),
    looks_like="high_learning_rate",  # the fault that it resembles
)
'''

FIX = """from dataclasses import replace
from functools import partial

from torch.optim import SGD

from {package}.scenarios.{component}.{name} import broken

# Every recipe at the top level of this file is a fix that is accepted; name each after what it does.
mended = replace(broken, optimizer=partial(SGD, lr=0.1, momentum=0.9))
"""

LESSON = """# Say in the imperative what to do.

## Why it failed

## Why this helps

## What it costs

## How to check

## When it is not the cause

## References
"""


def create(catalogue: Catalogue, name: str, component: str) -> list[Path]:
    """Write the three files of a new scenario and return their paths; nothing that exists is overwritten."""
    for word, what in ((name, "scenario"), (component, "component")):
        _require_usable(word, what)
    if is_installed(catalogue.root):
        raise UserError(
            f"The catalogue in '{catalogue.root}' is an installed package, where nothing is written. Work in a "
            "checkout, or make a pack of your own with `trainwreck init mypack`, and run the command there."
        )
    if any(entry.name == name for entry in catalogue):
        raise UserError(f"There is a scenario {name!r} already: `trainwreck show {name}`. Choose another name.")
    if component == CONTROLS:
        files = {f"scenarios/{component}/{name}.py": CONTROL}
    else:
        files = {
            f"scenarios/{component}/{name}.py": SCENARIO,
            f"fixes/{component}/{name}.py": FIX,
            f"fixes/{component}/{name}.md": LESSON,
        }
    for path in files:
        if (catalogue.root / path).exists():
            raise UserError(f"'{catalogue.root / path}' exists already. Move it away, or choose another name.")
    package = package_of(catalogue.root)
    for path, template in files.items():
        target = catalogue.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(template.format(name=name, component=component, package=package), encoding="utf-8")
    return [catalogue.root / path for path in files]


def _require_usable(word: str, what: str) -> None:
    if not NAME.fullmatch(word) or keyword.iskeyword(word) or len(word) > LONGEST:
        raise UserError(
            f"{word!r} is no name for a {what}: use lower-case words joined by underscores, at most {LONGEST} "
            "characters and no word of Python's own."
        )
