"""Pytest's view of a tool: an item a recipe, which fails if the tool breaks or has got worse."""

import json
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
from trainwreck.referee.figures import summaries
from trainwreck.referee.grading import Grade, Graded
from trainwreck.referee.locked import Terms
from trainwreck.referee.scorecard import Scorecard
from trainwreck.referee.scoring import Scoring
from trainwreck.referee.tool import find

CASES = "trainwreck-tool"  # under this name graded cases and their catalogue travel with an item's report, as JSON


class ToolFailed(Exception):
    """The tool broke, or got worse; the message is all there is to say."""


class ToolItem(PlainItem):
    """One recipe, on all seeds, shown to a tool."""

    plain = (ToolFailed, UserError)

    def __init__(self, *, ask: Callable[[], Scorecard], known: Path | None, **options: Any) -> None:
        super().__init__(**options)
        self.ask = ask
        self.known = known

    def runtest(self) -> None:
        """Ask the tool, and hold its answers against the earlier ones."""
        card = self.ask()
        if card.left_out:
            pytest.skip("\n".join(map(str, card.left_out)))
        told = {"root": str(_root(self.path)), "cases": [case.as_dict() for case in card.cases]}
        self.user_properties.append((CASES, json.dumps(told)))
        known = known_grades(self.known) if self.known else {}
        changes = baseline.changes(known, card.cases)
        lines = [f"worse than the baseline: {change}" for change in changes if change.worse]
        errors = [case for case in card.errors if case.place not in known]
        lines += [f"seed {case.seed}: error: {case.reply.error}" for case in errors]
        if lines:
            raise ToolFailed("\n".join(lines))


@cache
def known_grades(path: Path) -> dict[baseline.Place, Grade]:
    """Return the grades of the baseline; a UserError says how pytest makes one."""
    cure = f"Make it by a run with --wreck-json='{path}' and without --wreck-tool-baseline."
    return baseline.read(path, cure).grades


def _root(scenario: Path) -> Path:
    return scenario.parent.parent.parent


def tool_items(parent: pytest.File, pair: Pair, conditions: Conditions) -> Iterator[ToolItem]:
    """Yield an item for each recipe of a scenario or control."""
    known = parent.config.getoption("wreck_tool_baseline")
    catalogue = Catalogue(_root(parent.path))
    scoring = _scoring(parent.config, catalogue, conditions)
    for recipe in pair.recipes:

        def ask(recipe: str = recipe) -> Scorecard:
            return scoring.score([case for case in scoring.of([pair]) if case.truth.recipe == recipe])

        item: ToolItem = ToolItem.from_parent(parent, name=f"{recipe}:tool", ask=ask, known=known)
        yield item


def _scoring(config: pytest.Config, catalogue: Catalogue, conditions: Conditions) -> Scoring:
    terms = Terms(config.getoption("wreck_tool_trust"), config.getoption("wreck_tool_network"))
    tool = find(config.getoption("wreck_tool"))
    return Scoring(tool=tool, catalogue=catalogue, conditions=conditions, terms=terms)


class ToolReport:
    """Gathers the graded cases of all items, under xdist from the workers, and shows the scorecard at the end."""

    def __init__(self, config: pytest.Config, conditions: Conditions) -> None:
        self.config = config
        self.conditions = conditions
        self.cases: list[Graded] = []
        self.root = ""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the cases out of an item's report."""
        for name, text in report.user_properties:
            if name == CASES and report.when == "call":
                told = json.loads(str(text))
                self.root = told["root"]
                self.cases += [Graded.from_dict(case) for case in told["cases"]]

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the scorecard."""
        if not self.cases:
            return
        terminalreporter.section("scorecard")
        scoring = self._scoring()
        terminalreporter.write_line(f"protections: {scoring.protections}")
        rows = [*summaries(self.cases), *scoring.heading.yardsticks(self.cases)]
        write_table(terminalreporter, scorecard.table(rows))

    def pytest_sessionfinish(self) -> None:
        """Write the scorecard as JSON, if that was asked for."""
        target = self.config.getoption("wreck_json")
        if target and self.cases:
            write_whole(target, scorecard.text(self._scoring().heading.document(self.cases)))

    def _scoring(self) -> Scoring:
        return _scoring(self.config, Catalogue(Path(self.root)), self.conditions)
