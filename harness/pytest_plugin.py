"""The pytest plugin: ``pytest scenarios/`` proves every scenario, an item a check.

A file ``scenarios/<component>/<name>.py`` is collected if a folder ``fixes`` lies beside ``scenarios``. In a
session without such files the plugin only registers its options: the rest of the harness, and PyTorch with
it, is imported when the first scenario is collected.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from harness.settings import Settings

DEFAULTS = {"wreck_seeds": 5, "wreck_first_seed": 0, "wreck_device": "cpu", "wreck_images": "digits"}
SETTINGS = pytest.StashKey["Settings"]()
ROW = "trainwreck"  # under this name a row of the table travels with an item's report
TABLE_WIDTH = 150  # at the least: a log has no width of its own, and a wrapped table cannot be read


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; they all begin with --wreck-."""
    group = parser.getgroup("trainwreck", "training runs that fail, and their fixes")
    group.addoption("--wreck-seeds", type=int, default=5, metavar="N", help="paired seeds a recipe (default: 5)")
    group.addoption("--wreck-first-seed", type=int, default=0, metavar="N", help="the first of them (default: 0)")
    group.addoption("--wreck-device", default="cpu", metavar="DEVICE", help="cpu, cuda, cuda:N or mps (default: cpu)")
    group.addoption("--wreck-images", default="digits", metavar="SOURCE", help="digits or mnist (default: digits)")
    group.addoption(
        "--wreck-data-root", type=Path, default=Path("data"), metavar="PATH", help="folder of MNIST (default: data)"
    )
    group.addoption("--wreck-json", type=Path, metavar="FILE", help="write the verdicts (or scorecard) to FILE as JSON")
    group.addoption("--wreck-tool", metavar="TOOL", help="score this diagnostic tool, instead of proving the scenarios")
    group.addoption(
        "--wreck-tool-baseline", type=Path, metavar="FILE", help="an earlier scorecard that TOOL must not fall behind"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse options that cannot work at once, rather than in every item."""
    if any(config.getoption(name) != default for name, default in DEFAULTS.items()):
        settings_of(config)
    if config.getoption("wreck_tool"):
        _require_tool(config)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_report(config), "trainwreck-report")


def _require_tool(config: pytest.Config) -> None:
    """Refuse a tool or a baseline that there is not."""
    from harness.diagnosis.baseline import read
    from harness.diagnosis.tool import find
    from harness.errors import UserError

    try:
        find(config.getoption("wreck_tool"))
        if config.getoption("wreck_tool_baseline"):
            read(config.getoption("wreck_tool_baseline"))
    except UserError as error:
        raise pytest.UsageError(str(error)) from None


def _report(config: pytest.Config) -> object:
    if not config.getoption("wreck_tool"):
        return Report(config)
    from harness.diagnosis.collection import ToolReport

    return ToolReport(config, settings_of(config))


def settings_of(config: pytest.Config) -> Settings:
    """Return the session's settings; options that cannot work end the session with a usage error."""
    if SETTINGS not in config.stash:
        from harness.errors import UserError
        from harness.settings import Settings

        names = ("seeds", "first_seed", "images", "data_root", "device")
        options = {name: config.getoption(f"wreck_{name}") for name in names}
        settings = Settings.usable if config.getoption("wreck_tool") else Settings.checked
        try:
            config.stash[SETTINGS] = settings(**options)
        except UserError as error:
            raise pytest.UsageError(str(error)) from None
    return config.stash[SETTINGS]


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a catalogue's folder of scenarios."""
    if not _is_catalogue(path):
        return None
    from harness.collection import ScenarioFolder

    return ScenarioFolder.from_parent(parent, path=path)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scenario's file."""
    if file_path.suffix != ".py" or file_path.name.startswith("_") or not _is_catalogue(file_path.parent.parent):
        return None
    from harness.collection import ScenarioFile

    return ScenarioFile.from_parent(parent, path=file_path)


def _is_catalogue(folder: Path) -> bool:
    return folder.name == "scenarios" and (folder.parent / "fixes").is_dir()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Keep a scenario on one worker, so that it is trained once; all else is spread as xdist does by itself."""
    if config.getoption("dist") != "load" or not any(_holds_scenarios(argument) for argument in config.args):
        return None
    from xdist.scheduler import LoadScopeScheduling

    class ByScenario(LoadScopeScheduling):  # type: ignore[misc]
        def _split_scope(self, nodeid: str) -> str:
            path = nodeid.partition("::")[0]
            return path if "scenarios" in Path(path).parts else nodeid

    return ByScenario(config, log)


def _holds_scenarios(argument: str) -> bool:
    path = Path(argument.partition("::")[0]).resolve()
    return any(_is_catalogue(folder) for folder in (path, *path.parents, path / "scenarios"))


class Report:
    """Gathers the rows of all items, under xdist from the workers, and shows them at the end."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take the row out of an item's report."""
        for name, row in report.user_properties:
            if name == ROW and isinstance(row, dict):
                self.rows[row["scenario"], row["recipe"]] = row

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        """Print the table of verdicts."""
        if not self.rows:
            return
        from rich.console import Console

        from harness.outcome import Outcome, verdict_table

        terminalreporter.section("verdicts")
        console = Console(width=max(TABLE_WIDTH, terminalreporter._tw.fullwidth), color_system=None)
        with console.capture() as captured:
            console.print(verdict_table(Outcome.from_dict(self.rows[key]) for key in sorted(self.rows)))
        for line in captured.get().splitlines():
            terminalreporter.write_line(line.rstrip(), red="✗" in line)

    def pytest_sessionfinish(self) -> None:
        """Write the verdicts as JSON, if that was asked for."""
        target = self.config.getoption("wreck_json")
        if target is None:
            return
        from harness.outcome import Outcome, verdicts_json
        from harness.store import write_whole

        rows = [Outcome.from_dict(self.rows[key]) for key in sorted(self.rows)]
        write_whole(target, verdicts_json(rows, settings_of(self.config)))
