"""Pytest's view of the catalogue: its folder, a scenario's file, and an item for each demand of the contract."""

import json
from collections.abc import Callable, Iterator
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import pytest

from trainwreck.errors import UserError
from trainwreck.pairs.entries import BROKEN, Catalogue, Entry
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.packs import MARKER
from trainwreck.proof.contract import contract, of_catalogue
from trainwreck.proof.demand import Demand, Finding
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.histories import histories
from trainwreck.proof.prove import Proof, train_recipe
from trainwreck.proof.verdict import verdict
from trainwreck.pytest_plugin.hooks import conditions_of
from trainwreck.pytest_plugin.report import CURVES, FINDING, ROW
from trainwreck.training.run import Run


class NotMet(Exception):
    """A demand of the contract is not met; the message is all there is to say."""


class PlainItem(pytest.Item):
    """An item that says in plain words what failed: a traceback through the package would help nobody."""

    plain: tuple[type[Exception], ...] = (NotMet, UserError)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the message of an error that is plain, and pytest's traceback of any other."""
        return str(excinfo.value) if isinstance(excinfo.value, self.plain) else super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        """Return the item's file, and its heading among the failures."""
        return self.path, None, f"{self.path.stem}: {self.name}"


class DemandItem(PlainItem):
    """One demand of the contract; ``row``, if it is on a fix or a control, returns that recipe's row of the table."""

    def __init__(self, *, find: Callable[[], Finding], row: Callable[[], str] | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.find = find
        self.row = row
        self.add_marker(pytest.mark.filterwarnings("default"))  # a fault may well warn: that is no error of ours

    def runtest(self) -> None:
        """Judge the demand."""
        finding = self.find()
        if self.row:
            self.user_properties.append((ROW, self.row()))
        self._hand_over(finding)
        if not finding.passed:
            raise NotMet(self._told(finding))

    def _hand_over(self, finding: Finding) -> None:
        """Send along what a report shows, if one is to be written: this finding, and how the runs went so far."""
        if self.config.getoption("wreck_report") is None:
            return
        told = {"scenario": self.path.stem, "demand": self.name, "passed": finding.passed, "message": finding.message}
        self.user_properties.append((FINDING, json.dumps(told)))
        if self.row and isinstance(self.parent, ScenarioFile):
            self.user_properties.append((CURVES, self.parent.curves))

    def _told(self, finding: Finding) -> str:
        """Return a finding in words; what the seeds gave is told with the first demand of a subject that fails."""
        told = getattr(self.parent, "told", {})
        first = told.setdefault(finding.seeds, self.name)
        if not finding.seeds or first == self.name:
            return str(finding)
        return f"{finding.message} What each seed gave is told under {first}."


def _decided(parent: pytest.Collector, name: str, finding: Finding) -> DemandItem:
    """Return the item of a demand that has been judged."""
    item: DemandItem = DemandItem.from_parent(parent, name=name, find=lambda: finding)
    return item


class NoTests(pytest.File):
    """A file that holds no tests of pytest's own."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield nothing."""
        return iter(())


class CatalogueFile(pytest.File):
    """The marker of a catalogue, a file, so that what is demanded of the catalogue as a whole has an address."""

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item a demand; none if a tool is to be scored."""
        if self.config.getoption("wreck_tool") is None:
            for name, finding in of_catalogue(Catalogue(self.path.parent)):
                yield _decided(self, name, finding)


class ScenarioFolder(pytest.Directory):
    """The folder ``scenarios``."""

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        """Yield the catalogue as a whole, then the folder of each component."""
        catalogue = Catalogue(self.path.parent)
        yield CatalogueFile.from_parent(self, path=catalogue.root / MARKER)
        for component in catalogue.components():
            yield self.ihook.pytest_collect_directory(path=self.path / component, parent=self)


class ScenarioFile(pytest.File):
    """A scenario or a control. Each of its recipes is trained once, when the first item asks for it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.rows: dict[str, str] = {}
        self.trained: dict[str, list[Run]] = {}
        self.told: dict[tuple[str, ...], str] = {}

    def collect(self) -> Iterator[pytest.Item]:
        """Yield an item a demand; or, if there is a tool to be scored, an item a recipe."""
        try:
            pair = self.pair
        except UserError as error:
            # An item that fails, because pytest gives up on all files if it cannot collect one.
            yield _decided(self, f"{self.path.stem}:loads", Finding(False, str(error)))
            return
        if self.config.getoption("wreck_tool") is not None:
            from trainwreck.pytest_plugin.tool_items import tool_items

            yield from tool_items(self, pair, conditions_of(self.config))
            return
        for demand in contract(pair):
            yield self._item(demand)

    def _item(self, demand: Demand) -> DemandItem:
        row = partial(self._row, demand.subject) if demand.needs and demand.subject != BROKEN else None
        item: DemandItem = DemandItem.from_parent(
            self, name=str(demand), find=lambda: demand.judge(self.evidence), row=row
        )
        return item

    @cached_property
    def pair(self) -> Pair:
        """The scenario and its recipes."""
        entry = Entry(self.path.parent.parent.parent, self.path.parent.name, self.path.stem)
        return load(entry, conditions_of(self.config).images)

    @cached_property
    def evidence(self) -> Evidence:
        """The runs, trained when they are first asked for."""
        return Evidence(self.pair, self._train)

    @property
    def curves(self) -> str:
        """How the runs went that have been trained, as a table in JSON."""
        trained = {recipe: self.trained.get(recipe, []) for recipe in self.pair.recipes}
        return histories([Proof(self.pair.entry, [], self.pair, trained)]).to_json(orient="records")

    def _train(self, recipe: str) -> list[Run]:
        conditions = conditions_of(self.config)
        runs = [train_recipe(self.pair, recipe, seed, conditions.device) for seed in conditions.seeds]
        self.trained[recipe] = runs
        return runs

    def _row(self, recipe: str) -> str:
        if recipe not in self.rows:
            self.rows[recipe] = json.dumps(verdict(self.evidence, recipe).as_dict())
        return self.rows[recipe]
