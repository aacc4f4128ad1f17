"""What is in the wheel, and what the package says of itself."""

import ast
import re
import subprocess
import sys
import tarfile
import tomllib
from importlib.metadata import version
from pathlib import Path
from zipfile import ZipFile

import pytest

import trainwreck
from tests.packaging.conftest import ROOT, wheel_of
from tests.packaging.oldest import floors, scenarios

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
OPTIONAL = [extra for extra in PROJECT["optional-dependencies"] if extra != "dev"]
NAMES = {  # what is imported under another name than it is installed
    "scikit-learn": "sklearn",
    "markdown-it-py": "markdown_it",
    "mldoct": "mldoctor",
    "pytest-xdist": "xdist",
}


def names_in(wheel: Path) -> set[str]:
    return set(ZipFile(wheel).namelist())


def test_everything_lies_in_one_package(wheel):
    assert {name.partition("/")[0] for name in names_in(wheel)} == {
        "trainwreck",
        f"trainwreck-{version('trainwreck')}.dist-info",
    }


def test_the_wheel_holds_the_catalogue_its_results_and_what_else_the_package_reads(wheel):
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    ours = {name.removeprefix("harness/") for name in tracked if name.startswith("harness/")}
    ours |= {f"trainwreck/{name}" for name in tracked if name.startswith(("scenarios/", "fixes/", "results/"))}
    held = names_in(wheel)
    assert ours - held == set()
    for name in ("py.typed", "trainwreck.toml", "referee/scorecard.schema.json", "pairs/templates/fix.py.txt"):
        assert f"trainwreck/{name}" in held
    assert [name for name in held if "__pycache__" in name] == []


def test_the_wheel_of_the_source_distribution_is_the_same(wheel, tmp_path):
    hatchling = pytest.importorskip("hatchling.build")
    program = f"import os, hatchling.build as b; os.chdir({str(ROOT)!r}); print(b.build_sdist({str(tmp_path)!r}))"
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    assert hatchling
    [archive] = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as source:
        source.extractall(tmp_path / "source", filter="data")
    [unpacked] = (tmp_path / "source").iterdir()
    (tmp_path / "again").mkdir()
    again = wheel_of(unpacked, tmp_path / "again")
    assert names_in(again) == names_in(wheel)


def imports_of(distributions: set[str]) -> set[str]:
    return {NAMES.get(name, name.replace("-", "_")) for name in distributions}


def imported(*folders: str) -> set[str]:
    """The top-level names that the Python files of these folders import, wherever they do so."""
    found = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add((node.module or "").partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"trainwreck"}


def test_the_package_depends_on_what_it_imports_and_on_nothing_else():
    declared = {floor.partition("==")[0] for floor in floors(ROOT / "pyproject.toml")}
    extras = [one for extra in OPTIONAL for one in PROJECT["optional-dependencies"][extra]]
    named = {re.split("[=>]=", one)[0] for one in extras}
    optional = imports_of(named | {"pytest-xdist"})  # of xdist only what it hands over itself is made use of
    assert imported("harness", "scenarios", "fixes") - optional == imports_of(declared)


def test_every_dependency_names_the_lowest_version_that_will_do(tmp_path):
    assert len(floors(ROOT / "pyproject.toml")) == len(PROJECT["dependencies"])
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["torch"]\n')
    with pytest.raises(SystemExit, match="name>=version"):
        floors(tmp_path / "pyproject.toml")


def test_the_oldest_versions_are_tried_on_a_scenario_of_each_component():
    chosen = scenarios(ROOT)
    assert "trainwreck.scenarios.evaluation.stale_checkpoint" in chosen
    assert len(chosen) >= 10


def test_the_version_is_that_of_the_distribution():
    assert trainwreck.__version__ == version("trainwreck") == PROJECT["version"]
