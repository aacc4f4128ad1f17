"""``trainwreck quiz build``: what it refuses, and that nothing is left of what it could not write."""

import re

import pytest


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["-o", "quiz"], "Record them: trainwreck record"),
        (["-o", "quiz", "tiny_steps"], "Record them: trainwreck record tiny_steps"),
        (["-o", "quiz", "tiny_step"], "Did you mean 'tiny_steps'?"),
        (["-o", "taken"], "Name a new folder with -o, or remove it."),
        (["-o", "file/quiz"], "is no folder. Name another folder with -o."),
        (["-o", "quiz", "--format", "gift"], "is not one of 'moodle', 'prairielearn', 'csv'"),
        (["-o", "quiz", "--count", "0"], "Invalid value for '--count'"),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(trainwreck, tmp_path, monkeypatch, arguments, says):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "taken").mkdir()
    (tmp_path / "file").write_text("")
    answer = trainwreck("quiz", "build", *arguments)
    assert answer.code == 2
    assert says in " ".join(answer.err.replace("│", " ").split())
    assert not (tmp_path / "quiz").exists()


def test_a_quiz_is_written_to_a_new_folder_and_nothing_beside_it(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = command("quiz", "build", "-o", "new/quiz", "high_learning_rate", "--format", "csv")
    assert answer.code == 0, answer.err
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["quiz"]
    assert (tmp_path / "new" / "quiz" / "quiz.csv").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "new" / "quiz").stat().st_mode & 0o077


def test_without_a_salt_names_cannot_be_worked_out_and_with_the_one_that_is_told_they_are_the_same(
    command, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    options = ("high_learning_rate", "--count", "1", "--format", "csv")
    told = [command("quiz", "build", "-o", folder, *options).out for folder in ("a", "b")]
    salts = [re.search(r"--salt (\w+)\.", out)[1] for out in told]
    command("quiz", "build", "-o", "again", *options, "--salt", salts[0])
    first, second, again = ((tmp_path / name / "quiz.csv").read_text() for name in ("a", "b", "again"))
    assert first == again != second


def test_fewer_questions_than_were_asked_for_are_told(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = command("quiz", "build", "-o", "quiz", "high_learning_rate", "--count", "50")
    assert answer.code == 0
    assert "There are no more" in answer.out
