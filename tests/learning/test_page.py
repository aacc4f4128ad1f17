"""The page for learners: its commands are those of a first sitting."""

import re

from tests.documented import commands, programs

COMMANDS = commands("learning.md")
(CHECK,) = programs("learning.md")
# A script as it was handed out is not repaired, the fifth case may not be healthy, and the check is not perfect.
UNSOLVED = ("try", "diagnose", "ask")


def test_the_commands_of_the_page_can_be_called_one_after_the_other(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my_check.py").write_text(CHECK)
    assert [line.split()[0] for line in COMMANDS] == ["start", "try", "status", "diagnose", "ask"]
    for line in COMMANDS:
        answer = command(*line.split())
        assert answer.code in ((0, 1) if line.startswith(UNSOLVED) else (0,)), answer.err
        assert answer.out
        if line.startswith("ask"):
            assert re.search(r"✗ +frozen_backbone", answer.out)  # as the page says
