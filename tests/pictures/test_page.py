"""What docs/pictures.md tells a reader to run is run."""

import shlex
import xml.etree.ElementTree as ET

import pytest

from tests.documented import commands, programs

COMMANDS = commands("pictures.md")


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_draws_a_picture(command, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = command(*shlex.split(line))
    assert answer.code == 0, answer.err
    [picture] = tmp_path.iterdir()
    assert ET.parse(picture).getroot().tag.endswith("svg")


def test_the_page_has_commands_to_run():
    assert len(COMMANDS) >= 2


@pytest.mark.parametrize("program", programs("pictures.md"))
def test_a_program_of_the_page_draws_a_picture(program, capsys):
    exec(compile(program, "docs/pictures.md", "exec"), {})
    assert ET.fromstring(capsys.readouterr().out)
