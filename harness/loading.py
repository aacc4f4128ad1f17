"""Import a scenario's two files and return what they hold, ready to be trained."""

import importlib
import sys
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType

from harness.catalogue import Entry
from harness.errors import UserError
from harness.recipe import Recipe
from harness.scenario import Control, Scenario
from harness.sources import Images

BROKEN, HEALTHY = "broken", "healthy"


@dataclass(frozen=True, eq=False)
class Loaded:
    """A scenario or control, and its recipes by name: ``broken`` and each fix, or ``healthy``."""

    entry: Entry
    case: Scenario | Control
    recipes: dict[str, Recipe]

    @property
    def fixes(self) -> dict[str, Recipe]:
        """The recipes that mend the broken one; none for a control."""
        return {name: recipe for name, recipe in self.recipes.items() if name not in (BROKEN, HEALTHY)}


def load(entry: Entry, images: Images) -> Loaded:
    """Import an entry's files; whatever is wrong with them becomes a UserError that says where and what to do."""
    module = _import(entry.root, entry.path)
    kind = Control if entry.is_control else Scenario
    cases = [value for value in vars(module).values() if isinstance(value, kind)]
    if len(cases) != 1:
        variable = f"{kind.__name__.lower()} = {kind.__name__}(…)"
        raise UserError(f"{_shown(entry.path)} must hold one `{variable}`, and holds {len(cases)}.")
    case = cases[0]
    if case.task.on:
        case = replace(case, task=case.task.on(images))
    if isinstance(case, Control):
        return Loaded(entry, case, {HEALTHY: case.healthy})
    return Loaded(entry, case, {BROKEN: case.broken, **_fixes(entry, case.broken)})


def _fixes(entry: Entry, broken: Recipe) -> dict[str, Recipe]:
    shown = _shown(entry.fix_path)
    if not entry.fix_path.is_file():
        raise UserError(f"Scenario {entry.name!r} has no fix. Write {shown}; `trainwreck new` shows its form.")
    module = _import(entry.root, entry.fix_path)
    fixes = {name: value for name, value in vars(module).items() if isinstance(value, Recipe) and value is not broken}
    if not fixes:
        raise UserError(f"{shown} holds no recipe. Add one at its top level: `a_name = replace(broken, …)`.")
    return fixes


def _import(root: Path, path: Path) -> ModuleType:
    if sys.path[0] != str(root):
        sys.path.insert(0, str(root))
    name = ".".join(path.relative_to(root).with_suffix("").parts)
    if name in sys.modules and sys.modules[name].__file__ != str(path):
        del sys.modules[name]  # of another catalogue, loaded before
    try:
        module = importlib.import_module(name)
    except Exception as error:
        at = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == path]
        line = at[-1].lineno if at else getattr(error, "lineno", None)
        where = _shown(path) + (f", line {line}" if line else "")
        raise UserError(f"{where}: {type(error).__name__}: {error}\nMend the file, then run again.") from error
    if Path(module.__file__ or "") != path:
        raise UserError(
            f"{_shown(path)} is hidden by '{module.__file__}', which Python finds first by that name. Rename one."
        )
    return module


def _shown(path: Path) -> str:
    """Return a scenario's or fix's path as a reader knows it: ``scenarios/loop/x.py``."""
    return "/".join(path.parts[-3:])
