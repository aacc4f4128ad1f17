"""What is asked, what is right, and what is wrong beyond doubt."""

from dataclasses import replace
from types import SimpleNamespace

import pandas as pd
import pytest

from trainwreck.quiz.asking import Asker
from trainwreck.quiz.item import Picture
from trainwreck.quiz.truth import Truth

COLUMNS = ["component", "scenario", "recipe", "kind", "check", "seeds", "applied", "fired", "raised"]


def entry(name: str, symptom: str = "stalls", accepted: tuple[str, ...] = (), component: str = "toy"):
    return SimpleNamespace(
        name=name,
        symptom=symptom,
        lesson="",
        text="It stands still.",
        also_accepted=accepted,
        component=component,
        is_control=component == "controls",
    )


def accused(*pairs: tuple[str, str]) -> pd.DataFrame:
    """What checks say: (fault, check) are suspicious."""
    return pd.DataFrame([("toy", fault, "broken", "broken", by, 2, 2, 2, 0) for fault, by in pairs], columns=COLUMNS)


def truth(*entries, table: pd.DataFrame | None = None) -> Truth:
    return Truth({one.name: one for one in entries}, pd.DataFrame() if table is None else table)


def test_right_are_the_fault_itself_what_is_accepted_and_what_accuses_it():
    a, b, c = entry("a", accepted=("b", "toy")), entry("b"), entry("c")
    assert truth(a, b, c, table=accused(("a", "c"), ("b", "a"))).right(a) == ["a", "b", "c"]


def test_wrong_are_first_what_its_check_confuses_with_it_and_then_its_likes_and_nothing_that_is_right():
    a, b, c, d = entry("a", accepted=("b",)), entry("b"), entry("c"), entry("d", symptom="diverges")
    assert truth(a, b, c, d, table=accused(("d", "a"))).wrong(a) == ["d", "c"]


def test_a_component_that_is_accepted_is_neither_right_nor_wrong():
    a, b = entry("a", accepted=("loss",)), entry("b", component="loss")
    assert truth(a, b).right(a) == ["a"]
    assert truth(a, b).wrong(a) == []


def test_a_control_is_no_cause():
    a, fine = entry("a", accepted=("fine",)), entry("fine", component="controls")
    assert truth(a, fine).right(a) == ["a"]
    assert truth(a, fine).wrong(a) == []


@pytest.fixture
def asker(course):
    """Six faults and a control; all but the twin look different."""
    ends = {"own": 2.3, "twin": 2.3, "b": 1.0, "c": 0.5, "d": 0.2, "e": 0.1, "fine": 0.01}
    entries = {name: entry(name, component="controls" if name == "fine" else "toy") for name in ends}
    courses = [
        replace(
            course(name, loss, 0.9 - loss / 3, recipe="healthy" if name == "fine" else "broken"), entry=entries[name]
        )
        for name, loss in ends.items()
    ]
    standard = {"own": 0.95, "fine": 0.95}
    return Asker(courses, set(ends), Truth(entries, pd.DataFrame()), standard, salt="")


def test_a_cause_that_the_runs_could_be_of_is_not_offered_as_a_wrong_one(asker):
    item = asker.causes(asker.courses[0])
    assert {choice.shown: choice.right for choice in item.choices} == {
        "own": True,
        "b": False,
        "c": False,
        "d": False,
        "e": False,
    }
    assert item.several


def test_nothing_is_asked_where_too_few_wrong_causes_can_be_told_apart(asker):
    asker.courses.pop()
    asker.courses.pop()
    assert asker.causes(asker.courses[0]) is None


def test_runs_are_healthy_or_broken_and_the_question_says_what_can_be_reached(asker):
    broken, fine = asker.healthy(asker.courses[0]), asker.healthy(asker.courses[-1])
    assert [choice.right for choice in broken.choices] == [False, True]
    assert [choice.right for choice in fine.choices] == [True, False]
    assert "scores 0.95 on held-back data" in broken.asked
    assert asker.healthy(asker.courses[1]) is None


def test_a_change_leads_to_the_other_recipe_and_wrong_are_the_runs_before_it_and_broken_ones(
    asker, course, monkeypatch
):
    monkeypatch.setattr("trainwreck.quiz.asking.setup_file", lambda entry, recipe: f"{entry.name} {recipe}\n")
    broken, mended = asker.courses[0], replace(course("own", 0.1, 0.99, recipe="mended"), entry=asker.courses[0].entry)
    asker.courses.insert(1, mended)
    directions = set()
    for salt in "abcdefgh":
        item = replace(asker, salt=salt).change(mended)
        undone = "-own mended\n+own broken" in item.asked
        before, after = (mended, broken) if undone else (broken, mended)
        assert undone or "-own broken\n+own mended" in item.asked
        assert list(item.pictures) == [before.picture]
        [right] = [choice.shown for choice in item.choices if choice.right]
        assert right == after.picture
        wrong = [choice.shown for choice in item.choices if not choice.right]
        others = [c.picture for c in asker.courses if c.is_broken and c.entry.name in "bcde"]
        assert before.picture in wrong
        assert len(wrong) == 3
        assert all(one in others for one in wrong if one != before.picture)
        directions.add(undone)
    assert directions == {True, False}


def test_a_change_is_not_asked_about_where_it_makes_no_difference_to_the_runs(asker, course):
    same = replace(course("own", 2.3, 0.9 - 2.3 / 3, recipe="mended"), entry=asker.courses[0].entry)
    asker.courses.append(same)
    assert asker.change(same) is None
    assert asker.change(asker.courses[0]) is None


def test_a_picture_is_named_after_what_is_in_it_and_nothing_else():
    assert Picture("<svg/>", "a").name == Picture("<svg/>", "b").name != Picture("<svg />", "a").name
