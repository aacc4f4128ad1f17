"""Import a scenario's two files and return what they hold, ready to be trained."""

import importlib
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType

from trainwreck.errors import UserError
from trainwreck.pairs.checks import Check
from trainwreck.pairs.entries import BROKEN, HEALTHY, Catalogue, Entry
from trainwreck.pairs.incidents import Incident
from trainwreck.pairs.packs import make_importable
from trainwreck.pairs.scenario import Control, Scenario
from trainwreck.pairs.symptoms import Symptom
from trainwreck.training.recipe import Recipe
from trainwreck.training.run import Scores
from trainwreck.training.streams import undisturbed
from trainwreck.training.task import Images, Task


@dataclass(frozen=True, eq=False, kw_only=True)
class Pair:
    """A scenario with its fixes, or a control: a pair without a broken recipe.

    ``healthy``  the recipes that must train well, by name: a scenario's fixes, or a control's one, ``healthy``.
    ``truth``    what the scenario's file declares.
    ``check``    the fault made measurable: what the fix's file defines under this name; None if it defines none.
    ``impostors``  recipes that look like a fix and keep the fault, by name; what the fix's file says of this name.
    ``dose``  of the fault, where it is not the scenario's own: `proof.severity.at` makes such pairs.

    >>> import trainwreck as tw
    >>> pair = tw.load("high_learning_rate")
    >>> list(pair.recipes), pair.goal
    (['broken', 'smaller_steps'], 0.88)
    >>> tw.load("clipped_rnn").broken is None
    True
    """

    entry: Entry
    task: Task
    truth: Scenario | Control
    broken: Recipe | None = None
    healthy: dict[str, Recipe] = field(default_factory=dict)
    check: Check | None = None
    impostors: dict[str, Recipe] = field(default_factory=dict)
    dose: float | None = None

    @property
    def name(self) -> str:
        """The entry's name."""
        return self.entry.name

    @property
    def fixes(self) -> dict[str, Recipe]:
        """The accepted fixes, by name; none for a control."""
        return self.healthy if self.broken else {}

    @property
    def recipes(self) -> dict[str, Recipe]:
        """All recipes by name, the broken one first."""
        return {**({BROKEN: self.broken} if self.broken else {}), **self.healthy}

    @property
    def everything(self) -> dict[str, Recipe]:
        """All recipes and impostors by name."""
        return {**self.recipes, **self.impostors}

    @property
    def symptom(self) -> Symptom | None:
        """What the broken recipe must show; None for a control."""
        return self.truth.symptom if isinstance(self.truth, Scenario) else None

    @property
    def resembled(self) -> Symptom | None:
        """The symptom that no healthy recipe may show: the scenario's, or that of the one that a control looks like."""
        if isinstance(self.truth, Scenario):
            return self.truth.symptom
        like = (e.symptom for e in Catalogue(self.entry.root).known() if e.name == self.truth.looks_like and e.symptom)
        return next(map(Symptom, like), None)

    @property
    def judged_by_report(self) -> bool:
        """Whether the harm is a false report and not a bad model."""
        return isinstance(self.truth, Scenario) and self.truth.judged == "honesty"

    @property
    def goal(self) -> float:
        """The judged score from which on a run counts as learned."""
        return self.truth.goal_of(self.task)

    @property
    def incidents(self) -> tuple[Incident, ...]:
        """Pages on which others have met this fault; none if the lesson tells of none."""
        return self.entry.incidents

    def judge(self, scores: Scores) -> float:
        """Return the score that is judged."""
        return self.truth.judge(scores)

    def __repr__(self) -> str:
        return f"<Pair {self.name}: {', '.join(self.recipes)}>"


def load(entry: Entry, images: Images) -> Pair:
    """Import an entry's files; whatever is wrong with them becomes a UserError that says where and what to do."""
    module = _import(entry, "scenarios", entry.path)
    kind = Control if entry.is_control else Scenario
    found = [value for value in vars(module).values() if isinstance(value, kind)]
    if len(found) != 1:
        variable = f"{kind.__name__.lower()} = {kind.__name__}(…)"
        raise UserError(f"{shown(entry.path)} must hold one `{variable}`, and holds {len(found)}. Write it so.")
    truth = found[0]
    with blamed(entry.path):
        task = truth.task.with_images(images) if truth.task.with_images else truth.task
    if isinstance(truth, Control):
        return Pair(entry=entry, task=task, truth=truth, healthy={HEALTHY: truth.healthy})
    if not entry.fix_path.is_file():
        at = shown(entry.fix_path)
        raise UserError(f"Scenario {entry.name!r} has no fix. Write {at}; `trainwreck new` shows its form.")
    module = _import(entry, "fixes", entry.fix_path)
    return Pair(
        entry=entry,
        task=task,
        truth=replace(truth, task=task),
        broken=truth.broken,
        healthy=_fixes(entry, module, truth.broken),
        check=_check(entry, module),
        impostors=_impostors(entry, module),
    )


def _check(entry: Entry, module: ModuleType) -> Check | None:
    check: Check | None = getattr(module, "check", None)
    if check is not None and not callable(check):
        raise UserError(
            f"{shown(entry.fix_path)}: `check` must be a function. Write `def check(…)`, or rename what has this name."
        )
    return check


def _impostors(entry: Entry, module: ModuleType) -> dict[str, Recipe]:
    """Return the recipes of a fix's file that keep the fault; a name serves one recipe only."""
    impostors = getattr(module, "impostors", {})
    taken = {name for name, value in vars(module).items() if isinstance(value, Recipe)}
    if not isinstance(impostors, dict) or not all(
        isinstance(recipe, Recipe) and name not in taken for name, recipe in impostors.items()
    ):
        raise UserError(
            f"{shown(entry.fix_path)}: `impostors` must be a dictionary of recipes, under names that no fix has. Write "
            "it so, or rename what bears its name."
        )
    return impostors


def _fixes(entry: Entry, module: ModuleType, broken: Recipe) -> dict[str, Recipe]:
    at = shown(entry.fix_path)
    recipes = {name: value for name, value in vars(module).items() if isinstance(value, Recipe)}
    for name in (BROKEN, HEALTHY):
        if recipes.pop(name, broken) is not broken:
            raise UserError(f"{at}: a fix cannot be called {name!r}. Name it after what it does.")
    fixes = {name: recipe for name, recipe in recipes.items() if recipe is not broken}
    if not fixes:
        raise UserError(f"{at} holds no recipe. Add one at its top level: `a_name = replace(broken, …)`.")
    return fixes


def _import(entry: Entry, top: str, path: Path) -> ModuleType:
    make_importable(entry.root)
    with blamed(path):
        return importlib.import_module(entry.module(top))


@contextmanager
def blamed(path: Path) -> Iterator[None]:
    """Turn what a file's own code raises into a UserError that names the file and the line."""
    try:
        with undisturbed():
            yield
    except (Exception, SystemExit) as error:  # a file that exits must not end the command for all the others
        at = [frame for frame in traceback.extract_tb(error.__traceback__) if Path(frame.filename) == path]
        line = at[-1].lineno if at else getattr(error, "lineno", None)
        where = shown(path) + (f", line {line}" if line else "")
        if isinstance(error, UserError):
            raise UserError(f"{where}: {error}") from error
        raise UserError(f"{where}: {type(error).__name__}: {error}\nCorrect the file, then run again.") from error


def shown(path: Path) -> str:
    """Return a scenario's or fix's path as a reader knows it: ``scenarios/loop/x.py``."""
    return "/".join(path.parts[-3:])
