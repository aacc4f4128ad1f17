"""What pytest calls: options, collection, and how scenarios are spread over workers.

A file ``scenarios/<component>/<name>.py`` is collected if a ``trainwreck.toml`` beside ``scenarios`` marks a catalogue.
In a session without such a folder the plugin only registers its options: the rest of the package, and PyTorch with it,
is imported when the first scenario is collected.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from trainwreck.pairs.packs import MARKER

if TYPE_CHECKING:
    from trainwreck.proof.conditions import Conditions

CONDITIONS = pytest.StashKey["Conditions"]()
OF_CONDITIONS = ("seeds", "first_seed", "images", "data_root", "device")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the options; they all begin with --wreck-."""
    group = parser.getgroup("trainwreck", "training runs that fail, and their fixes")
    group.addoption("--wreck-seeds", type=int, metavar="N", help="paired seeds a recipe (default: 5)")
    group.addoption("--wreck-first-seed", type=int, metavar="N", help="the first of them (default: 0)")
    group.addoption("--wreck-device", metavar="DEVICE", help="cpu, cuda, cuda:N or mps (default: cpu)")
    group.addoption("--wreck-images", metavar="SOURCE", help="digits or mnist (default: digits)")
    group.addoption("--wreck-data-root", type=Path, metavar="PATH", help="folder of MNIST (default: data)")
    group.addoption("--wreck-json", type=Path, metavar="FILE", help="write the verdicts (or scorecard) to FILE as JSON")
    group.addoption("--wreck-report", type=Path, metavar="FILE", help="write the verdicts to FILE as a page to read")
    group.addoption("--wreck-tool", metavar="TOOL", help="score this diagnostic tool, instead of proving the scenarios")
    group.addoption(
        "--wreck-tool-baseline", type=Path, metavar="FILE", help="an earlier scorecard that TOOL must not fall behind"
    )
    group.addoption("--wreck-tool-trust", action="store_true", help="run TOOL with no lock")
    group.addoption("--wreck-tool-network", action="store_true", help="let TOOL reach the internet")


def pytest_configure(config: pytest.Config) -> None:
    """Refuse options that cannot work at once, rather than in every item."""
    if any(config.getoption(f"wreck_{name}") is not None for name in OF_CONDITIONS):
        conditions_of(config)
    _require_usable(config)
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_report(config), "trainwreck-report")


def _require_usable(config: pytest.Config) -> None:
    """Refuse a tool or a baseline that there is not, and a file that cannot be written."""
    tool, known = config.getoption("wreck_tool"), config.getoption("wreck_tool_baseline")
    targets = {f"--wreck-{name}": config.getoption(f"wreck_{name}") for name in ("json", "report")}
    if tool is None and known is None and not any(targets.values()):
        return
    from trainwreck.errors import UserError

    try:
        for option, target in targets.items():
            if target is not None:
                from trainwreck.proof.records import require_writable

                require_writable(target, option)
        if tool is not None and targets["--wreck-report"] is not None:
            raise UserError("--wreck-report is a page of verdicts, and --wreck-tool gives none. Leave one of them out.")
        if known is not None and tool is None:
            raise UserError("--wreck-tool-baseline needs a tool to compare. Name it with --wreck-tool.")
        if tool is not None:
            from trainwreck.pytest_plugin.tool_items import known_grades
            from trainwreck.referee.tool import find

            find(tool)
            if known:
                known_grades(known)
    except UserError as error:
        raise pytest.UsageError(str(error)) from None


def _report(config: pytest.Config) -> object:
    if config.getoption("wreck_tool") is None:
        from trainwreck.pytest_plugin.report import Report

        return Report(config)
    from trainwreck.pytest_plugin.tool_items import ToolReport

    return ToolReport(config, conditions_of(config))


def conditions_of(config: pytest.Config) -> Conditions:
    """Return the session's conditions; options that cannot work end the session with a usage error."""
    if CONDITIONS not in config.stash:
        from trainwreck.errors import UserError
        from trainwreck.proof.conditions import Conditions

        options = {name: config.getoption(f"wreck_{name}") for name in OF_CONDITIONS}
        given = {name: value for name, value in options.items() if value is not None}
        if config.getoption("wreck_tool") is not None:
            given["fewest"] = 1
        try:
            config.stash[CONDITIONS] = Conditions.checked(**given)
        except UserError as error:
            raise pytest.UsageError(str(error)) from None
    return config.stash[CONDITIONS]


def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a catalogue's folder of scenarios."""
    if not _is_catalogue(path):
        return None
    from trainwreck.pytest_plugin.items import ScenarioFolder

    return ScenarioFolder.from_parent(parent, path=path)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Collect a scenario's file; or a catalogue's marker, if it is named: by itself it comes with the scenarios."""
    if _is_scenario(file_path):
        from trainwreck.pytest_plugin.items import ScenarioFile

        return ScenarioFile.from_parent(parent, path=file_path)
    if file_path.name == MARKER and parent.session.isinitpath(file_path):
        from trainwreck.pytest_plugin.items import CatalogueFile

        return CatalogueFile.from_parent(parent, path=file_path)
    return None


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Keep pytest from importing a scenario that is named on the command line as a module of tests as well."""
    if not _is_scenario(module_path):
        return None
    from trainwreck.pytest_plugin.items import NoTests

    return NoTests.from_parent(parent, path=module_path)


def _is_catalogue(folder: Path) -> bool:
    return folder.name == "scenarios" and (folder.parent / MARKER).is_file()


def _is_scenario(path: Path) -> bool:
    return path.suffix == ".py" and not path.name.startswith(("_", ".")) and _is_catalogue(path.parent.parent)


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
    return catalogue_of(argument) is not None


def catalogue_of(argument: str) -> Path | None:
    """Return the root of the catalogue that an argument of pytest's lies in or holds; None if there is none."""
    path = Path(argument.partition("::")[0]).resolve()
    return next((it.parent for it in (path, *path.parents, path / "scenarios") if _is_catalogue(it)), None)
