"""The causes that a student names, from a file that nobody vouches for."""

import pytest

from trainwreck.course.answers import Answers
from trainwreck.course.plan import Assigned
from trainwreck.pairs.entries import Catalogue

CATALOGUE = Catalogue()
ASSIGNED = Assigned("case-01", CATALOGUE.entry("accumulated_gradients"), 10.0)


@pytest.mark.parametrize(
    ("text", "right", "remark"),
    [
        ('case-01 = "accumulated_gradients"', True, ""),
        ('case-01 = "loop"', True, ""),
        ('case-01 = "raw_pixels"', False, "the cause is not 'raw_pixels'"),
        ('case-01 = "gradients"', False, "'gradients' is no cause that is known"),
        ('case-01 = ""', False, "no cause is named"),
        ('case-02 = "loop"', False, "no cause is named"),
        ("case-01 = 3", False, "the cause is no text"),
        ("case-01 = ", False, "answers.toml cannot be read"),
        ("a = " + 10_000 * "[", False, "answers.toml cannot be read"),
        ("a = " + 5_000 * "9", False, "answers.toml cannot be read"),
        ("case-01 = 0x" + 5_000 * "f", False, "the cause is no text"),
        ("case-01" + 5_000 * ".a" + " = 1", False, "the cause is no text"),
        (70_000 * "#", False, "answers.toml cannot be read"),
    ],
)
def test_a_cause_is_right_or_it_is_said_why_not(tmp_path, text, right, remark):
    (tmp_path / "answers.toml").write_text(text)
    found, said = Answers.of(tmp_path).right(ASSIGNED, CATALOGUE)
    assert found is right
    assert remark in said


def test_answers_that_cannot_be_read_are_no_problem_of_the_next_student_s(tmp_path):
    for student, cause in (("ann", 5_000 * "9"), ("bob", '"accumulated_gradients"')):
        (tmp_path / student).mkdir()
        (tmp_path / student / "answers.toml").write_text(f"case-01 = {cause}")
    marks = [Answers.of(tmp_path / student).right(ASSIGNED, CATALOGUE)[0] for student in ("ann", "bob")]
    assert marks == [False, True]


def test_without_the_file_no_cause_is_named(tmp_path):
    assert Answers.of(tmp_path).right(ASSIGNED, CATALOGUE) == (False, "there is no answers.toml")


def test_a_link_to_a_file_of_the_judge_s_is_not_followed(tmp_path):
    (tmp_path / "secret").write_text('case-01 = "loop"')
    (tmp_path / "answers.toml").symlink_to(tmp_path / "secret")
    assert Answers.of(tmp_path).problem
