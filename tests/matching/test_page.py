"""What docs/match.md tells a reader to run is run on the log that it shows."""

import re
import shlex

import pytest

from tests.documented import commands, page, programs

PAGE, COMMANDS, PROGRAMS = page("match.md"), commands("match.md"), programs("match.md")


@pytest.mark.parametrize("line", [line for line in COMMANDS if line.startswith("match")])
def test_a_command_of_the_page_tells_what_the_log_shows(command, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [log] = re.findall(r"```text\n(epoch.*?)```", PAGE, re.DOTALL)
    (tmp_path / "log.csv").write_text(log)
    answer = command(*shlex.split(line))
    assert answer.code == 1, answer.err
    assert "stalls" in answer.out
    assert (tmp_path / "match.html").is_file() == ("match.html" in line)


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_of_the_page_runs(program, capsys):
    exec(program, {})
    assert capsys.readouterr().out.startswith("stalls [")
