"""What docs/scripts.md tells a reader to run is run."""

import shlex

import pytest

from tests.documented import commands, page

PAGE, COMMANDS = page("scripts.md"), commands("scripts.md")


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_writes_what_its_table_names(command, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = command(*shlex.split(line))
    assert answer.code == 0, answer.err
    [folder] = tmp_path.iterdir()
    for file in folder.iterdir():
        assert f"| `{file.name}` |" in PAGE


def test_the_page_has_commands_to_run():
    assert len(COMMANDS) >= 2
