"""The study: sets of seeds counted, margins measured, impostors refused; on runs made by hand."""

from dataclasses import replace

import pandas as pd
import pytest
import torch

from tests.conftest import Toy, make_run
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.prove import Proof, prove
from trainwreck.proof.study import failures, study
from trainwreck.proof.verdict import verdicts
from trainwreck.tasks.sources import Digits

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


def test_broken_runs_pass_neither_as_their_own_fix_nor_in_its_place(pair):
    [row] = study([proof(pair, [0.25] * 10, [1.0] * 10)]).to_dict("records")
    assert (row["impostors"], row["passed"]) == (4, 0)


def test_a_fix_that_stands_in_the_broken_recipe_s_place_is_seen_by_its_swap(pair):
    mixed_up = proof(pair, [0.25] * 5, [1.0] * 5)
    runs = {"broken": mixed_up.runs["larger_steps"], "larger_steps": mixed_up.runs["broken"]}
    [row] = study([replace(mixed_up, runs=runs)]).to_dict("records")
    assert row["held"] == 0
    assert (row["impostors"], row["passed"]) == (2, 1)


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
