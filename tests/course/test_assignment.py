"""An assignment from its file to marks: handed out, mended or not, handed in, graded."""

import csv
import re
import shutil

import pytest

from tests.course.conftest import SALT
from tests.learning.conftest import BROKEN_RATE, RATE


@pytest.fixture
def handed_out(course, command, toy, tmp_path, monkeypatch):
    """The hand-out, and which of its cases is the broken one."""
    monkeypatch.chdir(tmp_path)
    answer = command("assignment", "build", str(course), "-o", "handout", "--root", str(toy.root))
    assert answer.code == 0, answer.err
    folder = tmp_path / "handout"
    (broken,) = [case for case in folder.glob("case-*") if BROKEN_RATE in (case / "train.py").read_text()]
    return folder, broken.name


def test_the_hand_out_has_all_that_a_student_needs_and_no_answer(handed_out):
    folder, _ = handed_out
    assert {path.name for path in folder.iterdir()} == {
        *("README.md", "answers.toml", "faults.txt", "case-01", "case-02")
    }
    told = "".join(path.read_text() for path in folder.rglob("*") if path.suffix in (".md", ".py", ".toml"))
    for word in ("tiny_steps", "fair_steps", "larger_steps", SALT):
        assert not re.search(rf"\b{re.escape(word)}\b", told), word
    assert "70% for the run" in told


def test_notebooks_are_handed_out_where_the_file_says_so(course, command, toy, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    course.write_text(course.read_text().replace("seeds = 2", "seeds = 2\nnotebooks = true"))
    assert command("assignment", "build", str(course), "-o", "handout", "--root", str(toy.root)).code == 0
    assert (tmp_path / "handout" / "case-01" / "train.ipynb").is_file()
    assert "in each `train.ipynb`" in (tmp_path / "handout" / "README.md").read_text()


def submitted(folder, broken, rate="", answers=""):
    """One student's folder."""

    def make(name):
        shutil.copytree(folder, folder.parent / name)
        script = folder.parent / name / broken / "train.py"
        script.write_text(script.read_text().replace(BROKEN_RATE, rate or BROKEN_RATE))
        (folder.parent / name / "answers.toml").write_text(answers)
        return name

    return make


def test_a_class_is_marked_and_no_bad_submission_ends_another(handed_out, command, course, toy, tmp_path):
    folder, broken = handed_out
    healthy = next(name for name in ("case-01", "case-02") if name != broken)
    right = f'{broken} = "tiny_steps"\n{healthy} = "healthy"\n'
    submitted(folder, broken, RATE, right)("ann")
    submitted(folder, broken, "", right)("bob")
    submitted(folder, broken, RATE, 'case-01 = "')("cat")
    (tmp_path / "dan").mkdir()
    submitted(folder, broken)("eve")
    (tmp_path / "eve" / broken / "train.py").write_text("1 / 0")
    answer = command(
        *("grade", str(course), "ann", "bob", "cat", "dan", "eve", "--csv", "marks.csv", "--root", str(toy.root))
    )
    assert answer.code == 1, answer.err
    with (tmp_path / "marks.csv").open() as file:
        points = {(row["student"], row["case"]): float(row["points"]) for row in csv.DictReader(file)}
    assert [points[student, broken] for student in ("ann", "bob", "cat", "dan", "eve")] == [10, 3, 7, 0, 0]
    assert [points[student, healthy] for student in ("ann", "bob", "cat", "dan", "eve")] == [10, 10, 0, 0, 0]
    assert re.search(r"ann +10 +10 +20 +20", answer.out)
    assert f"dan, {broken}: there is no folder {broken}" in answer.out
    assert "tiny_steps" not in answer.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["grade", "course.toml", "nobody"], "is no folder"),
        (["grade", "course.toml", "a/ann", "b/ann"], "Rename one"),
        (["grade", "curse.toml", "handout"], "Name an assignment's file"),
        (["assignment", "build", "curse.toml"], "Name an assignment's file"),
        (["assignment", "build", "course.toml", "-o", "course.toml"], "is no folder"),
        (["assignment", "build", "course.toml", "--gradescope", "a.zip"], "Leave --gradescope out"),
        (["grade", "course.toml", "a/ann", "--seeds", "5"], "has its own salt, seeds and images. Leave them out."),
        (["grade", "course.toml", "a/ann", "--salt", "x"], "has its own salt, seeds and images. Leave them out."),
        (["grade", "course.toml", "a/ann", "--images", "mnist"], "has its own salt, seeds and images."),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(course, command, toy, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    for folder in ("a/ann", "b/ann", "handout"):
        (tmp_path / folder).mkdir(parents=True)
    answer = command(*arguments, "--root", str(toy.root))
    assert answer.code == 2
    assert says in answer.err
