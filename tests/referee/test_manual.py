"""What docs/referee.md tells a reader to write and to run is written and run, and keeps to the one door."""

import ast
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import trainwreck

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "referee.md").read_text(encoding="utf-8")
ADAPTER, PROGRAM, LINTER, ANSWERER = re.findall(r"^```python\n(.*?)^```", MANUAL, re.MULTILINE | re.DOTALL)
COMMANDS = re.findall(r"^\$ (.+)$", MANUAL, re.MULTILINE)
CALLED = {"trainwreck": ["-m", "trainwreck.cli"], "python": []}  # what Python is given to be the command


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A reader's folder, with the adapter and the program in it."""
    folder = tmp_path_factory.mktemp("home")
    (folder / "mytool.py").write_text(ADAPTER, encoding="utf-8")
    (folder / "program.py").write_text(PROGRAM, encoding="utf-8")
    (folder / "mylint.py").write_text(LINTER, encoding="utf-8")
    (folder / "answer.py").write_text(ANSWERER, encoding="utf-8")
    return folder


def run(home: Path, *arguments: str) -> str:
    done = subprocess.run([sys.executable, *arguments], cwd=home, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_adapter_and_the_commands_work_in_their_order(home):
    assert len(COMMANDS) == 14
    for command in COMMANDS:
        program, *arguments = shlex.split(command)
        run(home, *CALLED[program], *arguments)
    grades = [case["grade"] for case in json.loads((home / "scorecard.json").read_text())["cases"]]
    assert len(grades) >= 6
    assert set(grades) & {"named", "cleared"}  # which of them, is the coin's
    assert "error" not in grades
    elsewhere = [case["grade"] for case in json.loads((home / "mylint.json").read_text())["cases"]]
    assert len(elsewhere) == len(list((home / "cases").glob("sitting-*/case-*"))) > 6
    assert set(elsewhere) <= {"missed", "cleared"}  # no fault in a loss is the one that it knows
    assert (home / "said").is_dir()  # which cases the linter says something of, is the coin's


def test_the_program_prints_two_figures(home):
    figure = r"-?\d\.\d\d(?: \(\d\.\d\d–\d\.\d\d\))?"
    assert re.fullmatch(rf"{figure} {figure}\n", run(home, "program.py"))


@pytest.mark.parametrize("code", [ADAPTER, PROGRAM])
def test_what_is_imported_of_trainwreck_is_in_the_face(code):
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.ImportFrom) and node.module != "mytool":
            assert node.module == "trainwreck"
            assert {alias.name for alias in node.names} <= set(trainwreck.__all__)


@pytest.mark.parametrize("path", re.findall(r"\]\(([^)#:]+)\)", MANUAL))
def test_a_link_leads_to_a_file(path):
    assert (ROOT / "docs" / path).exists()
