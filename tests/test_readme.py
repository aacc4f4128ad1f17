"""What the README tells a reader to run is run."""

import re
import shlex
import subprocess
import sys

import pytest

from trainwreck.pairs.packs import BUILT_IN as ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ (.+)$", README, re.MULTILINE)
TABLE = re.findall(r"^\| `trainwreck ([a-z ]+?)(?: [A-Z[][^`]*)?`((?:, `\w+`)*) \|", README, re.MULTILINE)
IN_CI = (ROOT / ".ci" / "run").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def of_ci(command: str) -> bool:
    """Whether a command installs or tests the whole project: .ci/run does that, in a new environment."""
    return command.startswith(("pip ", "ruff "))


def test_the_commands_for_the_whole_project_are_run_in_ci():
    in_dev = ("pip install -e .", 'pip install -e ".[docs]"')  # what .ci/run installs has them
    for command in filter(of_ci, COMMANDS):
        for part in command.split(" && "):
            assert part in IN_CI or part in in_dev


@pytest.mark.parametrize("command", [command for command in COMMANDS if not of_ci(command)])
def test_a_command_of_the_readme_succeeds(command, tmp_path):
    program, *arguments = shlex.split(command.replace("report.xml", str(tmp_path / "report.xml")))
    for written in ("verdicts.json", "my_run", "cases", "handout", "riddle.svg", "week_3", "report.html"):
        arguments = [argument.replace(written, str(tmp_path / written)) for argument in arguments]
    module = {"trainwreck": "trainwreck.cli"}.get(program, program)
    done = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout


@pytest.mark.parametrize("program", blocks("python"))
def test_a_program_of_the_readme_runs(program, capsys):
    exec(compile(program, "README.md", "exec"), {"__name__": "__main__"})
    assert capsys.readouterr().out


def commands_of_the_table() -> list[list[str]]:
    """The commands of the table; what follows a comma is another command of the same group."""
    found = []
    for command, others in TABLE:
        words = command.split()
        found += [words, *([*words[:-1], other] for other in re.findall(r"`(\w+)`", others))]
    return found


@pytest.mark.parametrize("command", commands_of_the_table(), ids=" ".join)
def test_a_command_in_the_table_is_one(command):
    done = subprocess.run(
        [sys.executable, "-m", "trainwreck.cli", *command, "--help"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_table_has_every_command():
    from typer.main import get_command

    from trainwreck.cli import app

    group = get_command(app)
    subgroups = {name: getattr(command, "commands", None) for name, command in group.commands.items()}
    known = {(name,) for name, below in subgroups.items() if below is None}
    known |= {(name, command) for name, below in subgroups.items() for command in below or ()}
    assert {tuple(command) for command in commands_of_the_table()} == known


def test_a_scenario_is_added_in_at_most_seven_steps_and_no_file_is_edited():
    steps = README.partition("## Adding a scenario\n\n")[2].partition("\n\n")[0].splitlines()
    assert 0 < len(steps) <= 7
