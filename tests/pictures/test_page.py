"""What docs/pictures.md tells a reader to run is run."""

import re
import shlex
import xml.etree.ElementTree as ET

import pytest

from trainwreck.pairs.packs import BUILT_IN

PAGE = (BUILT_IN / "docs" / "pictures.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ trainwreck (.+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_draws_a_picture(command, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = command(*shlex.split(line))
    assert answer.code == 0, answer.err
    [picture] = tmp_path.iterdir()
    assert ET.parse(picture).getroot().tag.endswith("svg")


def test_the_page_has_commands_to_run():
    assert len(COMMANDS) >= 2


@pytest.mark.parametrize("program", re.findall(r"^```python\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))
def test_a_program_of_the_page_draws_a_picture(program, capsys):
    exec(compile(program, "docs/pictures.md", "exec"), {})
    assert ET.fromstring(capsys.readouterr().out)
