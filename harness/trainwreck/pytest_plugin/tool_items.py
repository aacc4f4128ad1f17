"""Pytest's view of a tool: an item a recipe, which fails if the tool breaks or has got worse."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import Pair
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.records import write_whole
from trainwreck.pytest_plugin.items import PlainItem
from trainwreck.pytest_plugin.report import write_table
from trainwreck.referee import baseline, scorecard
from trainwreck.referee.grading import Graded
from trainwreck.referee.scoring import Scoring
from trainwreck.referee.tool import find

CASES = "trainwreck-tool"  # under this name graded cases, and the catalogue they are of, travel with an item's report


class ToolFailed(Exception):
    """The tool broke, or got worse; the message is all there is to say."""


class ToolItem(PlainItem):
    """One recipe, on all seeds, shown to a tool."""

    plain = (ToolFailed, UserError)

    def __init__(self, *, ask: Callable[[], list[Graded]], known: Path | None, **options: Any) -> None:
        super().__init__(**options)
        self.ask = ask
        self.known = known

    def runtest(self) -> None:
        """Ask the tool, and hold its answers against the earlier ones."""
        graded = self.ask()
        self.user_properties.append((CASES, (str(_root(self.path)), [case.as_dict() for case in graded])))
        known = _read(self.known) if self.known else {}
        changes = baseline.changes(known, graded)
        lines = [f"worse than the baseline: {change}" for change in changes if change.worse]
        errors = [case for case in graded if case.reply.error and case.place not in known]
        lines += [f"seed {case.seed}: error: {case.reply.error}" for case in errors]
        if lines:
            raise ToolFailed("\n".join(lines))


_read = cache(baseline.read)


def _root(scenario: Path) -> Path:
    return scenario.parent.parent.parent


def tool_items(parent: pytest.File, pair: Pair, conditions: Conditions) -> Iterator[ToolItem]:
    """Yield an item for each recipe of a scenario or control."""
    known = parent.config.getoption("wreck_tool_baseline")
    catalogue = Catalogue(_root(parent.path))
    scoring = Scoring(tool=find(parent.config.getoption("wreck_tool")), catalogue=catalogue, conditions=conditions)
    for recipe in pair.recipes:

        def ask(recipe: str = recipe) -> list[Graded]:
            return list(scoring.graded([case for case in scoring.of([pair]) if case.truth.recipe == recipe]))

        item: ToolItem = ToolItem.from_parent(parent, name=f"{recipe}:tool", ask=ask, known=known)
        yield item


class ToolReport:
    """Gathers the graded cases of all items, under xdist from the workers, and shows the scorecard at the end."""

    def __init__(self, config: pytest.Config, conditions: Conditions) -> None:
        self.config = config
        self.conditions = conditions
        self.cases: list[Graded] = []
        self.root = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the cases out of an item's report."""
        for name, told in report.user_properties:
            if name == CASES and isinstance(told, tuple | list) and report.when == "call":
                root, cases = told
                self.root = root
                self.cases += [Graded.from_dict(case) for case in cases]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the scorecard."""
        if not self.cases:
            return
        terminalreporter.section("scorecard")
        rows = [*scorecard.summaries(self.cases), *self._scoring().yardsticks(self.cases)]
        write_table(terminalreporter, scorecard.table(rows))

    def pytest_sessionfinish(self) -> None:
        """Write the scorecard as JSON, if that was asked for."""
        target = self.config.getoption("wreck_json")
        if target and self.cases:
            write_whole(target, scorecard.text(self._scoring().document(self.cases)))

    def _scoring(self) -> Scoring:
        tool = find(self.config.getoption("wreck_tool"))
        return Scoring(tool=tool, catalogue=Catalogue(Path(self.root)), conditions=self.conditions)
