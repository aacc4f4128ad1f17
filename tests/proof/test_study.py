"""The study: sets of seeds counted, margins measured, impostors refused; on runs made by hand."""

from dataclasses import replace

import pandas as pd
import pytest
import torch

from tests.conftest import Toy, make_run
from tests.readme import ROOT
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import Loaded, load
from trainwreck.proof.conditions import Settings
from trainwreck.proof.prove import Proof, prove
from trainwreck.proof.recorded import read
from trainwreck.proof.study import holds, study, updated
from trainwreck.proof.verdict import outcomes
from trainwreck.tasks.sources import Digits

STALLED = [1.0] * 20
LEARNED = [1.0, 0.5] + [0.1] * 18


@pytest.fixture
def loaded(toy: Toy) -> Loaded:
    toy.add("tiny_steps")
    return load(toy.catalogue.entry("tiny_steps"), Digits())


def proof(loaded: Loaded, broken: list[float], fixed: list[float]) -> Proof:
    """A proof whose runs have these true scores, on seeds 0, 1, …; the goal of the toy is 0.9."""
    runs = {
        "broken": [make_run(STALLED, score, score, score, seed=n) for n, score in enumerate(broken)],
        "larger_steps": [make_run(LEARNED, score, score, score, seed=n) for n, score in enumerate(fixed)],
    }
    return Proof(loaded.entry, outcomes(loaded, runs), loaded, runs)


def test_sets_that_hold_are_counted_and_the_worst_seed_gives_the_margin(loaded):
    table = study([proof(loaded, [0.25] * 10, [1.0] * 7 + [0.92] + [1.0] * 2)])
    [row] = table.to_dict("records")
    assert (row["recipe"], row["first_seed"], row["sets"], row["held"]) == ("larger_steps", 0, 2, 2)
    assert row["worst_margin"] == pytest.approx(0.02)


def test_one_seed_below_the_goal_costs_its_set(loaded):
    [row] = study([proof(loaded, [0.25] * 10, [1.0] * 7 + [0.85] + [1.0] * 2)]).to_dict("records")
    assert (row["sets"], row["held"]) == (2, 1)
    assert row["worst_margin"] == pytest.approx(-0.05)


def test_broken_runs_pass_neither_as_their_own_fix_nor_in_its_place(loaded):
    [row] = study([proof(loaded, [0.25] * 10, [1.0] * 10)]).to_dict("records")
    assert (row["impostors"], row["passed"]) == (4, 0)


def test_a_fix_that_stands_in_the_broken_recipe_s_place_is_seen_by_its_swap(loaded):
    mixed_up = proof(loaded, [0.25] * 5, [1.0] * 5)
    runs = {"broken": mixed_up.runs["larger_steps"], "larger_steps": mixed_up.runs["broken"]}
    [row] = study([replace(mixed_up, runs=runs)]).to_dict("records")
    assert row["held"] == 0
    assert (row["impostors"], row["passed"]) == (2, 1)


def test_an_entry_that_cannot_be_trained_holds_in_no_set(toy):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "from torch import nn", "from torch import no_such_thing")
    [row] = study(
        prove([toy.catalogue.entry("tiny_steps")], Settings(range(5), Digits(), torch.device("cpu")))
    ).to_dict("records")
    assert (row["sets"], row["held"]) == (0, 0)


def test_every_verdict_of_the_recorded_study_held_in_every_set():
    recorded = read(ROOT / "results" / "study-digits-cpu.csv")
    assert set(recorded.scenario) == {entry.name for entry in Catalogue()}
    assert recorded.sets.min() >= 20
    assert holds(recorded)


def test_the_recorded_study_on_mnist_held_but_for_the_scenario_that_the_docs_name():
    recorded = read(ROOT / "results" / "study-mnist-cpu.csv")
    assert set(recorded.scenario) == {entry.name for entry in Catalogue() if load(entry, Digits()).case.task.on}
    assert recorded.sets.min() >= 20
    assert recorded.passed.sum() == 0
    assert set(recorded[recorded.held < recorded.sets].scenario) == {"high_adam_learning_rate"}


def rows(**held: int) -> pd.DataFrame:
    """A study of two sets, by how many of them held, for each scenario."""
    fixed = {"component": "toy", "first_seed": 100, "sets": 2, "passed": 0}
    return pd.DataFrame([{**fixed, "scenario": name, "held": n} for name, n in held.items()])


def test_a_scenario_studied_again_gets_new_rows_and_the_others_keep_theirs():
    table = updated(rows(again=1, other=2, removed=2), rows(again=2), {"again", "other"})
    assert dict(zip(table.scenario, table.held, strict=True)) == {"again": 2, "other": 2}


def test_a_first_study_is_taken_as_it_is():
    assert updated(rows(removed=2), rows(again=2), {"again"}).scenario.tolist() == ["again"]


@pytest.mark.parametrize("fault", [{"held": 1}, {"passed": 1}, {"sets": 0, "held": 0}])
def test_a_study_holds_only_if_every_set_held_and_no_impostor_passed(fault):
    assert holds(rows(one=2, two=2))
    assert not holds(pd.concat([rows(one=2), rows(two=2).assign(**fault)]))
