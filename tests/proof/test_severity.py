"""Harm over dose: what is trained at each, what is told of it, and what is kept."""

import pandas as pd
import pytest

from tests.conftest import FIX, SCENARIO, Toy
from trainwreck.pairs.loading import load
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.histories import numbers
from trainwreck.proof.records import Records
from trainwreck.proof.severity import at, doubtless, findings, severities
from trainwreck.tasks.sources import Digits

RATES = """severities=Severities(
        "learning rate",
        at=lambda rate: replace(broken, optimizer=partial(SGD, lr=rate)),
        doses=(3.0, 0.1, 1e-3, 1e-6, 1e-9),
        plain=1e-9,
    ),"""
NOISE = """severities=Severities(
        "noise",
        at=lambda noise: Task(data=quadrants, score=accuracy, goal=noise, standard=boosting),
        doses=(0.5, 0.6, 0.7, 0.8, 0.9),
        plain=0.9,
    ),"""
PLAIN = 'severities="A step is small or it is not.",'


def graded(toy: Toy, text: str, fix: str = FIX, name: str = "tiny_steps") -> None:
    assert PLAIN in SCENARIO
    scenario = SCENARIO.replace(PLAIN, text).replace("from trainwreck import ", "from trainwreck import Severities, ")
    toy.add(
        name,
        scenario=scenario.replace("from functools", "from dataclasses import replace\nfrom functools"),
        fix=fix,
    )


@pytest.fixture
def by_rate(toy):
    graded(toy, RATES)
    return toy


def test_a_dose_goes_into_the_broken_recipe_and_a_fix_takes_it_away(by_rate):
    pair = load(by_rate.catalogue.entry("tiny_steps"), Digits())
    dosed = at(pair, 1, Digits())
    assert dosed.broken.optimizer.keywords == {"lr": 3.0}
    assert dosed.fixes["larger_steps"].optimizer is pair.fixes["larger_steps"].optimizer


def test_what_a_fix_does_not_change_keeps_the_dose(toy):
    graded(toy, RATES, FIX.replace("optimizer=partial(SGD, lr=10.0)", "epochs=21"))
    pair = load(toy.catalogue.entry("tiny_steps"), Digits())
    assert at(pair, 1, Digits()).fixes["larger_steps"].optimizer.keywords == {"lr": 3.0}


def test_a_dose_in_the_data_is_one_of_the_task(toy):
    graded(toy, NOISE)
    pair = load(toy.catalogue.entry("tiny_steps"), Digits())
    dosed = at(pair, 2, Digits())
    assert dosed.task.goal == 0.6
    assert dosed.broken is pair.broken


def test_every_dose_has_a_row_and_harm_grows_with_it(by_rate):
    [table] = severities(list(by_rate.catalogue), Conditions.checked(5))
    assert table.severity.tolist() == [1, 2, 3, 4, 5]
    assert table.plain.tolist() == [False, False, False, False, True]
    assert table.dose.tolist() == [3.0, 0.1, 1e-3, 1e-6, 1e-9]  # as they stand there, however small
    assert table.broken.iloc[0] > 0.9 > table.broken.iloc[4]
    assert table.fixed.nunique() == 1  # the fix is the same at any dose
    assert table.missed.tolist()[::4] == [0, 5]
    assert doubtless(table)["tiny_steps"] in (2, 3, 4)
    assert findings(table) == []


def test_a_row_keeps_the_losses_of_the_run_in_the_middle(by_rate):
    [table] = severities(list(by_rate.catalogue), Conditions.checked(5))
    learned, stuck = (numbers(table.losses.iloc[severity]) for severity in (0, 4))
    assert learned[-1] < 0.5 * learned[0]
    assert stuck[-1] > 0.9 * stuck[0]
    assert len(table.steps.iloc[0].split()) == len(learned)


def test_a_scenario_whose_dose_cannot_be_made_does_not_end_the_others(toy, command, monkeypatch):
    graded(toy, RATES.replace("lr=rate", "lr=rate.value"))
    toy.add("whole")
    graded(toy, RATES, name="whole")
    monkeypatch.chdir(toy.root)
    answer = command("study", "--severities", "--sets", "1")
    assert answer.code == 1
    assert "tiny_steps: scenarios/toy/tiny_steps.py, line 38" in answer.out
    assert "'float' object has no attribute 'value'" in answer.out
    assert "whole, by learning rate" in answer.out


def test_a_fault_without_degree_has_no_table(toy):
    toy.add("tiny_steps")
    assert list(severities(list(toy.catalogue), Conditions.checked(5))) == []


def test_what_is_on_record_is_not_trained_again(by_rate, tmp_path, monkeypatch):
    records = Records.opened(tmp_path / "kept")
    [first] = severities(list(by_rate.catalogue), Conditions.checked(5), records=records)
    monkeypatch.setattr("trainwreck.proof.variants.train_recipe", lambda *_: pytest.fail("trained again"))
    [again] = severities(list(by_rate.catalogue), Conditions.checked(5), records=records)
    pd.testing.assert_frame_equal(first, again)


def gains(*lows: float) -> pd.DataFrame:
    rows = {"scenario": "a", "severity": range(1, 6), "gain_low": lows, "gain": [low + 0.1 for low in lows]}
    return pd.DataFrame(rows)


def test_harm_is_beyond_doubt_from_the_dose_on_after_which_no_interval_reaches_the_least_gain():
    assert doubtless(gains(0.2, 0.0, 0.04, 0.06, 0.3))["a"] == 4
    assert doubtless(gains(0.3, 0.3, 0.3, 0.3, 0.04)).empty


def test_doses_that_are_not_in_the_order_of_their_harm_are_found():
    assert findings(gains(0.3, 0.2, 0.2, 0.2, 0.1)) == ["a: severity 1 costs 0.40, severity 5 only 0.20."]


def test_a_study_of_severities_where_no_fault_has_any_is_refused(toy, command, monkeypatch):
    toy.add("tiny_steps")
    monkeypatch.chdir(toy.root)
    answer = command("study", "--severities", "--sets", "1")
    assert answer.code == 2
    assert "None of these faults is a matter of degree" in answer.err


def test_two_studies_at_a_time_are_refused(toy, command, monkeypatch):
    toy.add("tiny_steps")
    monkeypatch.chdir(toy.root)
    assert "Ask for one at a time" in command("study", "--severities", "--longer").err


def test_the_doses_are_printed_with_the_scenario_s_own_marked(by_rate, command, monkeypatch):
    monkeypatch.chdir(by_rate.root)
    answer = command("study", "--severities", "--sets", "1")
    assert answer.code == 0
    assert "tiny_steps, by learning rate (goal 0.90)" in answer.out
    assert "5 (the scenario)" in answer.out
