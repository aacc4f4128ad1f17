"""The study: sets of seeds counted, margins measured, impostors refused; on runs made by hand."""

from dataclasses import replace

import pandas as pd
import pytest
import torch

from tests.conftest import FIX, Toy, make_run
from trainwreck.errors import UserError
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.fingerprint import own_fingerprint
from trainwreck.proof.prove import Proof, prove
from trainwreck.proof.study import LEAST_BEHIND, failures, recounted, study
from trainwreck.proof.verdict import verdicts
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Reading, Scores

STALLED = [1.0] * 20
LEARNED = [1.0, 0.5] + [0.1] * 18


@pytest.fixture
def pair(toy: Toy) -> Pair:
    toy.add("tiny_steps")
    return load(toy.catalogue.entry("tiny_steps"), Digits())


def proof(pair: Pair, broken: list[float], fixed: list[float]) -> Proof:
    """A proof whose runs have these true scores, on seeds 0, 1, …; the goal of the toy is 0.9."""
    runs = {
        "broken": [make_run(STALLED, score, score, score, seed=n) for n, score in enumerate(broken)],
        "larger_steps": [make_run(LEARNED, score, score, score, seed=n) for n, score in enumerate(fixed)],
    }
    return Proof(pair.entry, verdicts(pair, runs), pair, runs)


def test_sets_that_hold_are_counted_and_the_worst_seed_gives_the_margin(pair):
    table = study([proof(pair, [0.25] * 10, [1.0] * 7 + [0.92] + [1.0] * 2)])
    [row] = table.to_dict("records")
    assert (row["recipe"], row["first_seed"], row["sets"], row["held"]) == ("larger_steps", 0, 2, 2)
    assert row["worst_margin"] == pytest.approx(0.02)


def test_one_seed_below_the_goal_costs_its_set(pair):
    [row] = study([proof(pair, [0.25] * 10, [1.0] * 7 + [0.85] + [1.0] * 2)]).to_dict("records")
    assert (row["sets"], row["held"]) == (2, 1)
    assert row["worst_margin"] == pytest.approx(-0.05)


def test_the_gain_is_that_of_all_seeds_together(pair):
    [row] = study([proof(pair, [0.25, 0.35] * 10, [0.95] * 20)]).to_dict("records")
    assert row["gain"] == pytest.approx(0.65)
    assert row["gain_low"] < 0.65 < row["gain_high"]
    assert row["effect"] == pytest.approx(0.65 / 0.0513, rel=0.01)
    assert row["p"] < 0.001  # of twenty seeds: five could give no less than 1/32


def test_the_border_is_counted_in_deviations_of_the_margin_that_is_nearest(pair):
    # The fixed run lies 0.05 above the goal of 0.9, with a deviation of 0.0158; broken run and gain are far away.
    [row] = study([proof(pair, [0.25] * 5, [0.93, 0.94, 0.95, 0.96, 0.97])]).to_dict("records")
    assert row["deviations"] == pytest.approx(0.05 / 0.0158, rel=0.01)


def test_a_fix_is_compared_with_the_standard_model_on_the_same_seeds(pair):
    good, bad = (study([proof(pair, [0.25] * 10, [score] * 10)]).loc[0] for score in (1.0, 0.9))
    assert bad.behind == pytest.approx(good.behind + 0.1)
    assert good.behind < good.behind_at_most < LEAST_BEHIND < bad.behind_at_most


def test_a_scenario_that_has_changed_since_its_last_study_is_counted(pair):
    fresh = study([proof(pair, [0.25] * 5, [1.0] * 5)])
    assert recounted(fresh, fresh[:0]).recalibrated.tolist() == [0]  # studied for the first time
    assert recounted(fresh, fresh.assign(recalibrated=2)).recalibrated.tolist() == [2]
    assert recounted(fresh, fresh.assign(recalibrated=2, own="other code")).recalibrated.tolist() == [3]


def test_what_describes_a_scenario_can_be_changed_without_a_recalibration(toy):
    toy.add("tiny_steps")
    entry = toy.catalogue.entry("tiny_steps")
    before = own_fingerprint(entry)
    toy.edit("scenarios/toy/tiny_steps.py", "from torch import nn", "from torch import nn  # of course")
    assert own_fingerprint(entry) == before
    toy.edit("scenarios/toy/tiny_steps.py", "goal=0.9", "goal=0.8")
    assert own_fingerprint(entry) != before


def impostor_study(pair: Pair, true: float, reading: Reading | None) -> dict:
    """The study of one set in which an impostor reaches this score, and the check reads this of it."""
    posing = replace(pair, check=lambda log: None, impostors={"sham": pair.fixes["larger_steps"]})
    honest = proof(pair, [0.25] * 5, [1.0] * 5)
    shams = [replace(run, final=Scores(true, true, true), reading=reading) for run in honest.runs["larger_steps"]]
    [row] = study([replace(honest, pair=posing, runs={**honest.runs, "sham": shams})]).to_dict("records")
    return {column: row[column] for column in ("impostors", "passed", "unmasked")}


def test_an_impostor_that_the_check_does_not_see_passes(pair):
    quiet = Reading(0, suspicious=False)
    assert impostor_study(pair, 1.0, quiet) == {"impostors": 1, "passed": 1, "unmasked": 0}


def test_an_impostor_that_only_the_check_refuses_is_unmasked(pair):
    accused = Reading(0, suspicious=True)
    assert impostor_study(pair, 1.0, accused) == {"impostors": 1, "passed": 0, "unmasked": 1}


def test_an_impostor_whose_outcome_is_bad_needs_no_check(pair):
    accused = Reading(0, suspicious=True)
    assert impostor_study(pair, 0.3, accused) == {"impostors": 1, "passed": 0, "unmasked": 0}


def test_impostors_are_trained_where_they_are_asked_for(toy):
    toy.add("tiny_steps", fix=FIX + "\nimpostors = {'longer': replace(broken, epochs=21)}\n")
    entry, conditions = toy.catalogue.entry("tiny_steps"), Conditions.checked()
    [with_them] = prove([entry], conditions, impostors=True)
    [without] = prove([entry], conditions)
    assert set(with_them.runs) - set(without.runs) == {"longer"}
    [row] = study([with_them]).to_dict("records")
    assert (row["impostors"], row["passed"]) == (1, 0)


def test_an_impostor_is_a_recipe_under_a_name_of_its_own(toy):
    toy.add("tiny_steps", fix=FIX + "\nimpostors = {'larger_steps': broken}\n")
    with pytest.raises(UserError, match="under names that no fix has"):
        load(toy.catalogue.entry("tiny_steps"), Digits())


def test_an_entry_that_cannot_be_trained_holds_in_no_set(toy):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "from torch import nn", "from torch import no_such_thing")
    [row] = study(
        prove([toy.catalogue.entry("tiny_steps")], Conditions(range(5), Digits(), torch.device("cpu")))
    ).to_dict("records")
    assert (row["sets"], row["held"]) == (0, 0)


@pytest.mark.parametrize("fault", [{"held": 1}, {"passed": 1}, {"sets": 0, "held": 0}])
def test_a_row_fails_if_a_set_did_not_hold_or_an_impostor_passed_or_nothing_was_judged(fault):
    fine = pd.DataFrame([{"scenario": "one", "sets": 2, "held": 2, "passed": 0}])
    assert failures(fine).empty
    spoiled = pd.concat([fine, fine.assign(scenario="two", **fault)])
    assert failures(spoiled).scenario.tolist() == ["two"]
