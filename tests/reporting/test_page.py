"""What docs/report.md tells a reader to run is run."""

import shlex
import shutil

import pytest

from tests.documented import commands
from trainwreck.pairs.packs import BUILT_IN


@pytest.mark.parametrize("line", commands("report.md"))
def test_a_command_of_the_page_writes_a_page(command, line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    shutil.copy(BUILT_IN / "docs" / "course.toml", "docs")
    assert command("assignment", "build", "docs/course.toml", "-o", "handout").code == 0
    answer = command(*shlex.split(line))
    marks_of_nothing = line.startswith("grade")  # a hand-out that nobody has mended
    assert answer.code == marks_of_nothing, answer.err
    pages = [path for path in tmp_path.rglob("*.html") if "handout" not in path.parts]
    assert pages
    assert all("<main>" in path.read_text(encoding="utf-8") for path in pages)
