"""What the README tells a reader to run is run, and what it shows is generated."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.benchmarks import report
from tests.readme import ROOT, generated, sections
from trainwreck.proof import recorded as reference

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
IN_CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def of_ci(command: str) -> bool:
    """Whether a command installs or tests the whole project: .ci/run does that, in a new environment."""
    return command.startswith(("pip ", "ruff "))


def test_the_commands_for_the_whole_project_are_run_in_ci():
    for command in filter(of_ci, COMMANDS):
        for part in command.split(" && "):
            assert part in IN_CI or part == "pip install -e ."


@pytest.mark.parametrize("command", [command for command in COMMANDS if not of_ci(command)])
def test_a_command_of_the_readme_succeeds(command, tmp_path):
    tools = Path(sys.executable).parent
    program, *arguments = shlex.split(command.replace("report.xml", str(tmp_path / "report.xml")))
    arguments = [argument.replace("verdicts.json", str(tmp_path / "verdicts.json")) for argument in arguments]
    done = subprocess.run([tools / program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


@pytest.mark.parametrize("program", blocks("python"))
def test_a_program_of_the_readme_runs(program, capsys):
    exec(compile(program, "README.md", "exec"), {})
    assert capsys.readouterr().out


def test_the_adapter_of_the_referee_s_manual_works_as_told(tmp_path):
    manual = (ROOT / "docs" / "referee.md").read_text(encoding="utf-8")
    [adapter] = re.findall(r"^```python\n(.*?)^```", manual, re.MULTILINE | re.DOTALL)
    (tmp_path / "mytool.py").write_text(adapter, encoding="utf-8")
    program = Path(sys.executable).with_name("trainwreck")
    commands = re.findall(r"^\$ trainwreck (.+)$", manual, re.MULTILINE)
    assert len(commands) == 5
    for command in commands:
        done = subprocess.run(
            [program, *shlex.split(command)], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
    grades = {case["grade"] for case in json.loads((tmp_path / "scorecard.json").read_text())["cases"]}
    assert grades & {"named", "located", "detected"}
    assert "cleared" in grades


def test_every_command_in_the_table_is_one():
    commands = re.findall(r"^\| `trainwreck (\w+)", README, re.MULTILINE)
    assert len(commands) == 8
    for command in commands:
        subprocess.run([sys.executable, "-m", "trainwreck.cli", command, "--help"], check=True, capture_output=True)


@pytest.mark.parametrize("file", ["README.md", "docs/results.md", "docs/referee.md"])
def test_what_is_shown_is_what_was_recorded(file):
    assert sections((ROOT / file).read_text(encoding="utf-8")) == generated()[file], "Run: python -m tests.readme"


def test_adding_a_scenario_takes_at_most_seven_lines():
    steps = README.partition("## Adding a scenario\n\n")[2].partition("\n\n")[0].splitlines()
    assert len(steps) <= 7


def test_references_name_every_scenario_of_the_catalogue():
    from trainwreck.pairs.entries import Catalogue

    for images in ("digits", "mnist"):
        recorded = reference.read(reference.path(ROOT / "results", images, "cpu"))
        assert set(recorded.scenario) == {entry.name for entry in Catalogue()}


def test_a_table_of_timings_has_the_ratio_to_ours():
    import pandas as pd

    table = pd.DataFrame(
        [("step", "image", "floor", 8.0), ("step", "image", "ours", 10.0)],
        columns=["group", "work", "who", "milliseconds"],
    )
    assert report.markdown(table).splitlines()[2:] == [
        "| step | image | floor | 8.0 | 1.25 × |",
        "| step | image | ours | 10.0 |  |",
    ]
