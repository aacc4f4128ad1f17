"""Pytest's view of the catalogue: its folder, a scenario's file, and an item for each check."""

from collections.abc import Callable, Iterator
from functools import cache, cached_property, partial
from pathlib import Path
from typing import Any

import pytest

from harness.catalogue import Catalogue, Entry
from harness.contract import catalogue_checks, static_checks
from harness.errors import UserError
from harness.execution import train_recipe
from harness.loading import BROKEN, HEALTHY, Loaded, load
from harness.outcome import Outcome, outcome
from harness.pytest_plugin import ROW, settings_of
from harness.run import Run
from harness.scenario import Scenario
from harness.verdict import Check, Sight, gains, misses_goal, reaches_goal, see, shows_no_symptom, shows_symptom


class CheckFailed(Exception):
    """A check of the contract does not hold; the message is all there is to say."""


class CheckItem(pytest.Item):
    """One check of the contract, named ``subject:check``; it may add a row to the final table."""

    def __init__(self, *, check: Callable[[], Check], row: Callable[[], Outcome] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.check = check
        self.row = row
        self.add_marker(pytest.mark.filterwarnings("default"))  # a fault may well warn: that is no error of ours

    def runtest(self) -> None:
        """Make the check."""
        check = self.check()
        if self.row:
            self.user_properties.append((ROW, self.row().as_dict()))
        if not check.passed:
            raise CheckFailed(check.message)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Say in plain words what failed: a traceback through the harness would help nobody."""
        if isinstance(excinfo.value, CheckFailed | UserError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the item's file, and its heading among the failures."""
        return self.path, None, f"{self.path.stem}: {self.name}"


def _decided(parent: pytest.Collector, check: Check) -> CheckItem:
    """Return the item of a check that needs no training and has been made."""
    item: CheckItem = CheckItem.from_parent(parent, name=str(check), check=lambda: check)
    return item


class ScenarioFolder(pytest.Directory):
    """The folder ``scenarios``."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Yield the checks of the catalogue as a whole, then the folder of each component."""
        catalogue = Catalogue(self.path.parent)
        if not self.config.getoption("wreck_tool"):
            for check in catalogue_checks(catalogue):
                yield _decided(self, check)
        for component in catalogue.components():
            yield self.ihook.pytest_collect_directory(path=self.path / component, parent=self)


class ScenarioFile(pytest.File):
    """A scenario or a control. Each of its recipes is trained once, when the first item asks for it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.runs: Callable[[str], list[Run]] = cache(self._train)

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item a check; or, if there is a tool to be scored, an item a recipe."""
        try:
            case = self.loaded.case
        except UserError as error:
            # An item that fails, because pytest gives up on all files if it cannot collect one.
            yield _decided(self, Check(self.path.stem, "loads", False, str(error)))
            return
        if self.config.getoption("wreck_tool"):
            from harness.diagnosis.collection import tool_items

            yield from tool_items(self, self.loaded, settings_of(self.config))
            return
        for check in static_checks(self.loaded):
            yield _decided(self, check)
        if isinstance(case, Scenario):
            yield self._item(BROKEN, "symptom", lambda: shows_symptom(case, self.sights(BROKEN)))
            yield self._item(BROKEN, "goal", lambda: misses_goal(case, self.sights(BROKEN)))
            for fix in self.loaded.fixes:
                yield from self._healthy_items(fix)
                yield self._item(fix, "gain", partial(self._gains, case, fix))
        else:
            yield from self._healthy_items(HEALTHY)

    def _healthy_items(self, recipe: str) -> Iterator[CheckItem]:
        yield self._item(recipe, "goal", lambda: reaches_goal(self.loaded.case, recipe, self.sights(recipe)))
        yield self._item(recipe, "no-symptom", lambda: shows_no_symptom(recipe, self.sights(recipe)))

    def _gains(self, scenario: Scenario, fix: str) -> Check:
        return gains(scenario, fix, self.sights(BROKEN), self.sights(fix))

    def _item(self, subject: str, name: str, check: Callable[[], Check]) -> CheckItem:
        row = None if subject == BROKEN else partial(self.outcome, subject)
        item: CheckItem = CheckItem.from_parent(self, name=f"{subject}:{name}", check=check, row=row)
        return item

    @cached_property
    def loaded(self) -> Loaded:
        """The scenario and its recipes."""
        entry = Entry(self.path.parent.parent.parent, self.path.parent.name, self.path.stem)
        return load(entry, settings_of(self.config).images)

    def _train(self, recipe: str) -> list[Run]:
        settings = settings_of(self.config)
        return [train_recipe(self.loaded, recipe, seed, settings.device) for seed in settings.seeds]

    def sights(self, recipe: str) -> list[Sight]:
        """Return a recipe's runs as the verdict sees them."""
        return [see(self.loaded.case, run) for run in self.runs(recipe)]

    def outcome(self, recipe: str) -> Outcome:
        """Return the row of a fix or a control in the final table."""
        needed = [name for name in self.loaded.recipes if name in (BROKEN, recipe)]
        return outcome(self.loaded, recipe, {name: self.runs(name) for name in needed})
