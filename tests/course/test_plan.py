"""An assignment's file: what it asks for is there, and what is wrong in it is said."""

import pytest

from tests.course.conftest import SALT
from trainwreck.course.plan import Credit, read
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue


@pytest.fixture
def written(tmp_path):
    """A function that reads an assignment on the built-in catalogue."""

    def write(text: str):
        file = tmp_path / "course.toml"
        file.write_text(f'title = "Week 1"\nsalt = "{SALT}"\n{text}')
        return read(file, Catalogue())

    return write


def question(**values):
    return "[[questions]]\n" + "".join(f"{name} = {value!r}\n" for name, value in values.items())


def test_cases_are_numbered_in_an_order_that_the_salt_decides(written):
    names = ["raw_pixels", "flipped_sign", "high_learning_rate", "detached_graph", "gradient_accumulation"]
    course = written("".join(question(name=name, points=5) for name in names))
    again = written("".join(question(name=name, points=5) for name in reversed(names)))
    assert [one.case for one in course.cases] == [f"case-0{number}" for number in range(1, 6)]
    assert {one.entry.name for one in course.cases} == set(names)
    assert course.cases == again.cases


def test_a_selection_takes_scenarios_of_a_component_and_draws_some(written):
    course = written(question(component="loss", draw=3, points=4))
    assert len({one.entry.name for one in course.cases}) == 3
    assert {one.entry.component for one in course.cases} == {"loss"}


def test_a_selection_by_difficulty_takes_what_the_paths_say_and_nothing_healthy(written):
    course = written(question(difficulty=1, points=4))
    assert "flipped_sign" in {one.entry.name for one in course.cases}
    assert not any(one.entry.is_control for one in course.cases)


def test_an_entry_that_is_asked_for_twice_is_one_case(written):
    course = written(question(name="raw_pixels", points=5) + question(component="preprocessing", points=3))
    worth = {one.entry.name: one.worth for one in course.cases}
    assert worth["raw_pixels"] == 5
    assert len(worth) == len(course.cases)


def test_each_student_has_some_of_the_cases_by_a_rule_that_needs_no_secret(written):
    course = written("each = 2\n" + question(component="loss", points=5))
    assert [len(course.of(student)) for student in ("ann", "bob", "cat")] == [2, 2, 2]
    assert course.of("ann") == course.of("ann")
    assert len({course.of(f"student {number}") for number in range(20)}) > 1


def test_shares_are_given_as_the_file_says(written):
    shares = "[credit]\nrepaired = 0.5\ncause_removed = 0.5\ndiagnosed = 0\n"
    assert written(question(name="raw_pixels", points=5) + shares).credit == Credit(0.5, 0.5, 0)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it has no \\[\\[questions\\]\\]"),
        (question(name="raw_pixel", points=5), "Did you mean 'raw_pixels'"),
        (question(name="raw_pixels"), "and not a number above 0"),
        (question(name="raw_pixels", points=-1), "and not a number above 0"),
        (question(component="los", points=1), "Did you mean 'loss'"),
        (question(points=1), "neither a name nor a component nor a difficulty"),
        (question(component="loss", draw=99, points=1), "draws 99 of"),
        (question(nome="raw_pixels", points=1), "Did you mean 'name'"),
        (question(name="raw_pixels", points=True).replace("True", "true"), "and not a number above 0: write one"),
        ("[[questions]]\nname = 'raw_pixels'\npoints = inf\n", "and not a number above 0: write one"),
        ("[[questions]]\nname = 'raw_pixels'\npoints = nan\n", "and not a number above 0: write one"),
        ('notebooks = "true"\n' + question(name="raw_pixels", points=1), "write true or false, without quotes"),
        ("each = 2\n" + 2 * question(name="raw_pixels", points=1), "2 of 1 cases: ask for fewer, or add questions"),
        ("seeds = true\n" + question(name="raw_pixels", points=1), "not a whole number from 1 on"),
        (question(name="raw_pixels", points=1) + "[credit]\nrepaired = nan\n", "together they must make 1"),
        ("seeds = 0\n" + question(name="raw_pixels", points=1), "not a whole number from 1 on"),
        ("each = 3\n" + question(name="raw_pixels", points=1), "each student is to have 3 of 1 cases"),
        (question(name="raw_pixels", points=1) + "[credit]\nrepaired = 0.9\n", "together they must make 1"),
        ("seeds = = 2", "docs/teaching.md has an example"),
    ],
)
def test_a_mistake_in_the_file_is_said_with_the_cure(written, text, says):
    with pytest.raises(UserError, match=says):
        written(text)


def test_a_salt_that_could_be_guessed_is_refused(tmp_path):
    file = tmp_path / "course.toml"
    file.write_text(f'title = "Week 1"\nsalt = "2026"\n{question(name="raw_pixels", points=1)}')
    with pytest.raises(UserError, match="can be guessed"):
        read(file, Catalogue())


def test_a_file_that_is_not_there_is_said(tmp_path):
    with pytest.raises(UserError, match="Name an assignment's file"):
        read(tmp_path / "course.toml", Catalogue())
