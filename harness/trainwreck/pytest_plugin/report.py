"""The end of a session's output: the table of verdicts, and the same as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from trainwreck.pytest_plugin.hooks import conditions_of

if TYPE_CHECKING:
    from rich.table import Table

ROW = "trainwreck"  # under this name a row of the table travels with an item's report, as JSON


class Report:
    """Gathers the verdicts of all items, under xdist from the workers, and shows them at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.partial = False

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        """Remember that not all demands are asked."""
        self.partial = self.partial or bool(items)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the row out of an item's report."""
        import json

        for name, text in report.user_properties:
            if name == ROW:
                row = json.loads(str(text))
                self.rows[row["scenario"], row["recipe"]] = row

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the table of verdicts."""
        if not self.rows:
            return
        from trainwreck.proof.tables import verdict_table
        from trainwreck.proof.verdict import Verdict

        terminalreporter.section("verdicts")
        if self.partial:
            terminalreporter.write_line("Some demands were deselected; a verdict is on all of them all the same.\n")
        rows = (Verdict.from_dict(self.rows[key]) for key in sorted(self.rows))
        write_table(terminalreporter, verdict_table(rows))

    def pytest_sessionfinish(self) -> None:
        """Write the verdicts as JSON, if that was asked for."""
        target = self.config.getoption("wreck_json")
        if target is None:
            return
        from trainwreck.proof.records import write_whole
        from trainwreck.proof.tables import verdicts_json
        from trainwreck.proof.verdict import Verdict

        rows = [Verdict.from_dict(self.rows[key]) for key in sorted(self.rows)]
        write_whole(target, verdicts_json(rows, conditions_of(self.config)))


def write_table(terminalreporter: Any, table: Table) -> None:
    """Write a table to pytest's terminal, a row that failed in red."""
    from trainwreck.proof.tables import printed

    for line in printed(table).splitlines():
        terminalreporter.write_line(line, red="✗" in line)
