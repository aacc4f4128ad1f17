"""The two files of a new scenario, to be filled in."""

from pathlib import Path

from harness.catalogue import Catalogue
from harness.contract import NAME
from harness.errors import UserError, suggest

SCENARIO = '''"""A title that says what one sees.

Two to four sentences on the run, with figures, and no diagnosis.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from harness.data.images import digits
from harness.models import mlp
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom

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

FIX = '''"""Say in the imperative what to do.

## Why it failed

## Why this helps

## What it costs

## How to check

## When it is not the cause

## References
"""

from dataclasses import replace
from functools import partial

from torch.optim import SGD

from scenarios.{component}.{name} import broken

# Every recipe at the top level of this file is a fix that is accepted; name each after what it does.
mended = replace(broken, optimizer=partial(SGD, lr=0.1, momentum=0.9))
'''


def create(catalogue: Catalogue, name: str, component: str) -> tuple[Path, Path]:
    """Write the two files of a new scenario and return their paths; nothing that exists is overwritten."""
    if not NAME.fullmatch(name):
        raise UserError(f"{name!r} is no name for a scenario: use lower case words joined by underscores.")
    components = catalogue.components()
    if components and component not in components:
        raise UserError(
            f"There is no component {component!r}.{suggest(component, components)} There are: {', '.join(components)}. "
            f"For a new one, make the folder scenarios/{component} with a first scenario by hand."
        )
    if any(entry.name == name for entry in catalogue):
        raise UserError(f"There is a scenario {name!r} already: `trainwreck show {name}`. Choose another name.")
    paths = tuple(catalogue.root / top / component / f"{name}.py" for top in ("scenarios", "fixes"))
    for path, template in zip(paths, (SCENARIO, FIX), strict=True):
        if path.exists():
            raise UserError(f"'{path}' exists already. Move it away, or choose another name.")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(template.format(name=name, component=component), encoding="utf-8")
    return paths[0], paths[1]
