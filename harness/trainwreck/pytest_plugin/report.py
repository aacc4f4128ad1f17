"""The end of a session's output: the table of verdicts, and the same as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from trainwreck.pytest_plugin.hooks import catalogue_of, conditions_of

if TYPE_CHECKING:
    from rich.table import Table

# Under these names a row of the table, a finding and the curves of a scenario travel with an item's report, as JSON.
ROW, FINDING, CURVES = "trainwreck", "trainwreck-finding", "trainwreck-curves"


class Report:
    """Gathers the verdicts of all items, under xdist from the workers, and shows them at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        self.findings: dict[tuple[str, str], dict[str, Any]] = {}
        self.curves: dict[str, str] = {}
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
            elif name == FINDING:
                finding = json.loads(str(text))
                self.findings[finding["scenario"], finding["demand"]] = finding
            elif name == CURVES:
                self.curves[Path(report.location[0]).stem] = str(text)

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
        """Write the verdicts as JSON and as a page, if that was asked for."""
        target, page = self.config.getoption("wreck_json"), self.config.getoption("wreck_report")
        if page is not None:
            self._write_page(page)
        if target is None:
            return
        from trainwreck.proof.records import write_whole
        from trainwreck.proof.tables import verdicts_json
        from trainwreck.proof.verdict import Verdict

        rows = [Verdict.from_dict(self.rows[key]) for key in sorted(self.rows)]
        write_whole(target, verdicts_json(rows, conditions_of(self.config)))

    def _write_page(self, target: Path) -> None:
        from trainwreck.pairs.entries import Catalogue
        from trainwreck.proof.records import write_whole
        from trainwreck.proof.verdict import Verdict
        from trainwreck.reporting.page import page
        from trainwreck.reporting.session import report

        rows = [Verdict.from_dict(self.rows[key]) for key in sorted(self.rows)]
        roots = [root for argument in self.config.args if (root := catalogue_of(argument))]
        entries = list(Catalogue(roots[0])) if roots else []
        found = report(entries, rows, list(self.findings.values()), self.curves, conditions_of(self.config))
        write_whole(target, page(found))


def write_table(terminalreporter: Any, table: Table) -> None:
    """Write a table to pytest's terminal, a row that failed in red."""
    from trainwreck.proof.tables import printed

    for line in printed(table).splitlines():
        terminalreporter.write_line(line, red="✗" in line)
