"""Severities of an assignment: what its records say can be asked about, and what becomes of it."""

import re

import pytest

from tests.conftest import SCENARIO
from trainwreck.course.plan import read
from trainwreck.course.severities import Sure
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.proof.doses import dosed, posed, severity_of
from trainwreck.proof.results import Results
from trainwreck.tasks.sources import Digits

RATES = "(10.0, 0.01, 1e-4, 1e-6, 1e-9)"
WITH_RATE = """
def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate))


scenario = Scenario("""
GRADED = (
    SCENARIO.replace("Scenario, Split", "Scenario, Severities, Split")
    .replace("from functools", "from dataclasses import replace\nfrom functools")
    .replace('"A step is small or it is not."', f"Severities('rate', at=with_rate, doses={RATES}, plain=1e-9)")
    .replace("\nscenario = Scenario(", WITH_RATE)
)
ASKED = """
title = "Week 1"
salt = "a secret that nobody guesses"
seeds = 2

[[questions]]
points = 10
"""


@pytest.fixture
def graded(toy):
    """A catalogue whose one scenario has severities; on record, the runs at 1 to 3 are no broken ones."""
    toy.add("tiny_steps", scenario=GRADED)
    table = Results(toy.root / "results", "digits").severities
    rows = table.read().reindex(range(5))
    rows = rows.assign(component="toy", scenario="tiny_steps", severity=[1, 2, 3, 4, 5], plain=False, seeds=10)
    rows = rows.assign(missed=[0, 3, 10, 10, 10], accused=[0, 10, 9, 10, 10], goal=0.9, fixed=0.95)
    (toy.root / "results").mkdir()
    rows.to_csv(table.path, index=False)
    return toy


def course(graded, tmp_path, asked):
    file = tmp_path / "course.toml"
    file.write_text(ASKED + asked)
    return read(file, graded.catalogue)


def test_a_severity_at_which_the_fix_does_not_help_is_none_to_ask_for(graded):
    table = Results(graded.root / "results", "digits").severities
    table.read().assign(fixed=[0.95, 0.95, 0.95, 0.95, 0.5]).to_csv(table.path, index=False)
    [entry] = graded.catalogue
    assert Sure(graded.catalogue, "digits").of(entry) == [4]


def test_a_fault_can_be_asked_about_where_every_broken_run_misses_the_goal_and_is_accused(graded):
    [entry] = graded.catalogue
    assert Sure(graded.catalogue, "digits").of(entry) == [4, 5]


def test_a_case_has_the_severity_that_its_question_asks_for(graded, tmp_path):
    [named] = course(graded, tmp_path, 'name = "tiny_steps"\nseverity = 4').cases
    [selected] = course(graded, tmp_path, 'component = "toy"\nseverity = 5').cases
    [plain] = course(graded, tmp_path, 'name = "tiny_steps"').cases
    assert (named.severity, selected.severity, plain.severity) == (4, 5, None)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ('name = "tiny_steps"\nseverity = 2', "reaches the goal on some seeds.*Take one of: 4, 5"),
        ('name = "tiny_steps"\nseverity = 3', "a cause that its check does not find.*Take one of: 4, 5"),
        ('name = "tiny_steps"\nseverity = 6', "not a number from 1 to 5"),
        ('component = "toy"\nseverity = 1\ndraw = 1', "draws 1 of 0 scenarios"),
        ('name = "tiny_steps"\nseverity = 4\n[[questions]]\nname = "fair_steps"\npoints = 1\nseverity = 4', "no scen"),
    ],
)
def test_a_severity_that_cannot_be_asked_about_is_said_with_the_cure(graded, tmp_path, asked, says):
    with pytest.raises(UserError, match=says):
        course(graded, tmp_path, asked)


def test_a_fault_without_degree_or_without_records_has_no_severity_to_ask_for(toy, tmp_path):
    toy.add("tiny_steps")
    with pytest.raises(UserError, match="Leave the severity out"):
        course(toy, tmp_path, 'name = "tiny_steps"\nseverity = 4')
    toy.add("graded_steps", scenario=GRADED)
    with pytest.raises(UserError, match="Record them: trainwreck record --study graded_steps"):
        course(toy, tmp_path, 'name = "graded_steps"\nseverity = 4')


def test_a_pair_at_another_severity_knows_its_dose_and_at_its_own_is_itself(graded):
    [entry] = graded.catalogue
    pair = posed(entry, Digits(), None)
    assert (pair.dose, severity_of(pair)) == (None, None)
    other = posed(entry, Digits(), 4)
    assert (other.dose, severity_of(other), other.broken.optimizer.keywords) == (1e-6, 4, {"lr": 1e-6})
    assert dosed(pair, 5, Digits()) is pair


def test_the_built_in_catalogue_has_other_severities_to_ask_about():
    sure = Sure(Catalogue(), "digits")
    graded = [entry for entry in Catalogue() if entry.is_graded]
    assert sum(len(sure.of(entry)) > 1 for entry in graded) > len(graded) / 2


def test_a_severity_at_which_there_would_be_no_marks_is_refused_before_anything_is_handed_out(
    graded, command, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    table = Results(graded.root / "results", "digits").severities
    table.read().assign(missed=10, accused=10).to_csv(table.path, index=False)  # a record that is wrong
    (tmp_path / "course.toml").write_text(ASKED + 'name = "tiny_steps"\nseverity = 1')
    answer = command("assignment", "build", "course.toml", "-o", "ann", "--root", str(graded.root))
    assert answer.code == 2
    assert "tiny_steps at severity 1 could not be marked: reference 1 is not repaired itself" in answer.err
    assert not (tmp_path / "ann").exists()


def test_a_case_at_another_severity_is_handed_out_and_graded_as_that(graded, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "course.toml").write_text(ASKED + 'name = "tiny_steps"\nseverity = 4')
    at = ("--root", str(graded.root))
    assert command("assignment", "build", "course.toml", "-o", "ann", *at).code == 0
    script = tmp_path / "ann" / "case-01" / "train.py"
    assert "lr=1e-06" in script.read_text()
    readme = (tmp_path / "ann" / "case-01" / "README.md").read_text()
    assert "A loss that stands still" not in readme  # the story tells of another dose
    (tmp_path / "ann" / "answers.toml").write_text('case-01 = "tiny_steps"')
    untouched = command("grade", "course.toml", "ann", "--csv", "before.csv", *at)
    script.write_text(script.read_text().replace("lr=1e-06", "lr=10.0"))
    mended = command("grade", "course.toml", "ann", "--csv", "after.csv", *at)
    assert (untouched.code, mended.code) == (1, 0), untouched.err + mended.err
    assert re.search(r"ann +10 +10", mended.out), mended.out
