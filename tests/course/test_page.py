"""The page for teachers: its commands and its program are those of a first assignment."""

import re
import shlex

from tests.documented import commands, page, programs
from trainwreck.course.plan import Course, Credit, read
from trainwreck.locking import lock
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.packs import BUILT_IN

DOCS = BUILT_IN / "docs"
PAGE, COMMANDS = page("teaching.md"), commands("teaching.md")
(PROGRAM,) = programs("teaching.md")


def test_the_page_is_walked_from_the_hand_out_to_marks(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "course.toml").write_bytes((DOCS / "course.toml").read_bytes())
    build, grade = COMMANDS
    assert command(*shlex.split(build)).code == 0
    assert (tmp_path / "autograder.zip").stat().st_size > 0
    if lock.available().complete:
        marked = command(*shlex.split(grade))
        assert marked.code == 1, marked.err
        assert (tmp_path / "marks.csv").read_text().count("\nhandout,") == 3
        exec(compile(PROGRAM, "teaching.md", "exec"), {"__name__": "__main__"})
        assert capsys.readouterr().out.startswith("False misses the goal")


def test_the_example_s_remarks_are_what_holds_without_them():
    course: Course = read(DOCS / "course.toml", Catalogue())
    credit = Credit()
    for share in ("repaired", "cause_removed", "diagnosed"):
        assert re.search(rf"# {share} = {getattr(credit, share)}\b", (DOCS / "course.toml").read_text())
    assert f"seeds = {course.seeds}" in (DOCS / "course.toml").read_text()


def test_every_path_is_a_week_of_the_syllabus():
    from trainwreck.learning.paths import paths

    assert re.findall(r"^\| \d \| `(\w+)`", PAGE, re.MULTILINE) == [*paths(Catalogue())]
