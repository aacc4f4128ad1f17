"""What docs/quiz.md tells a reader to run is run."""

import shlex

import pytest

from tests.documented import commands, page

PAGE, COMMANDS = page("quiz.md"), commands("quiz.md")


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_of_the_page_writes_a_quiz(command, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = command(*shlex.split(line))
    assert answer.code == 0, answer.err
    [folder] = tmp_path.iterdir()
    assert list(folder.rglob("quiz.*")) or list(folder.glob("q-*/info.json"))


def test_the_page_has_a_command_for_every_format():
    from trainwreck.cli.quizzing import Format

    assert len(COMMANDS) >= len(Format)
    assert all(f"| `{format_}` |" in PAGE for format_ in Format)
