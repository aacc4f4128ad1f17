"""The page for learners: its commands are those of a first sitting."""

import re

from trainwreck.pairs.packs import BUILT_IN

COMMANDS = re.findall(r"^\$ trainwreck (.+)$", (BUILT_IN / "docs" / "learning.md").read_text(), re.MULTILINE)
UNSOLVED = ("try", "diagnose")  # a script as it was handed out is not repaired, and the fifth case may not be healthy


def test_the_commands_of_the_page_can_be_called_one_after_the_other(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert [line.split()[0] for line in COMMANDS] == ["start", "try", "status", "diagnose"]
    for line in COMMANDS:
        answer = command(*line.split())
        assert answer.code in ((0, 1) if line.startswith(UNSOLVED) else (0,)), answer.err
        assert answer.out
