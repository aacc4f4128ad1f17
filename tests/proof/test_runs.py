"""Every check of the contract that needs runs, seen passing and seen failing."""

from dataclasses import replace
from functools import partial

import pytest
from torch import nn
from torch.optim import SGD

from tests.conftest import make_run
from trainwreck.pairs.scenario import Control, Scenario
from trainwreck.pairs.symptoms import Symptom
from trainwreck.proof.demands import (
    Sight,
    gains,
    misses_goal,
    reaches_goal,
    see,
    shows_no_symptom,
    shows_symptom,
    touches,
)
from trainwreck.training.models import mlp
from trainwreck.training.recipe import Recipe
from trainwreck.training.run import Epoch, Run, Scores
from trainwreck.training.task import Task, accuracy

task = Task(data=lambda seed: pytest.fail("no data is needed here"), score=accuracy, goal=0.9)
broken = Recipe(model=partial(mlp, 2, 2), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=1e-9), epochs=3)
fix = replace(broken, optimizer=partial(SGD, lr=1.0))
scenario = Scenario(task=task, broken=broken, symptom=Symptom.STALLS, touches={"optimizer"}, hints=("?", "!"))

STALLED = [make_run([1.0] * 40, 0.5, 0.5, 0.50 + seed / 100, seed=seed) for seed in range(5)]
LEARNED = [make_run([0.9**n for n in range(40)], 1.0, 0.95, 0.95 + seed / 100, seed=seed) for seed in range(5)]


def sights(runs: list[Run], case: Scenario | Control = scenario) -> list[Sight]:
    return [see(case, run) for run in runs]


def test_a_good_pair_passes_every_check():
    checks = [
        shows_symptom(scenario, sights(STALLED)),
        misses_goal(scenario, sights(STALLED)),
        reaches_goal(scenario, "fix", sights(LEARNED)),
        shows_no_symptom("fix", sights(LEARNED)),
        gains(scenario, "fix", sights(STALLED), sights(LEARNED)),
        touches(scenario, "fix", fix),
    ]
    assert [str(check) for check in checks if not check.passed] == []


def test_a_broken_run_without_its_symptom_is_refused_and_named():
    healthy_once = [*STALLED[:4], LEARNED[4]]
    check = shows_symptom(scenario, sights(healthy_once))
    assert not check.passed
    assert "not so on seed 4" in check.message
    assert "seed 0: score 0.500, stalls" in check.message


def test_a_mislabelled_symptom_is_refused():
    mislabelled = replace(scenario, symptom=Symptom.OVERFITS)
    assert not shows_symptom(mislabelled, sights(STALLED)).passed


def test_a_broken_run_that_reaches_the_goal_is_refused():
    assert not misses_goal(scenario, sights(LEARNED)).passed


def test_a_fix_that_misses_the_goal_on_one_seed_is_refused():
    check = reaches_goal(scenario, "fix", sights([*LEARNED[:4], STALLED[4]]))
    assert not check.passed
    assert "goal of 0.900" in check.message
    assert "▁" in check.message


def test_a_fix_with_a_symptom_is_refused():
    misleading = [replace(run, final=Scores(1.0, 1.0, 0.85)) for run in LEARNED]
    assert not shows_no_symptom("fix", sights(misleading)).passed


def test_a_fix_is_refused_against_itself():
    check = gains(scenario, "fix", sights(LEARNED), sights(LEARNED))
    assert not check.passed
    assert "p = 1.0000" in check.message


def test_broken_and_fix_swapped_are_refused_by_every_check_of_scores():
    assert not shows_symptom(scenario, sights(LEARNED)).passed
    assert not misses_goal(scenario, sights(LEARNED)).passed
    assert not reaches_goal(scenario, "fix", sights(STALLED)).passed
    assert not shows_no_symptom("fix", sights(STALLED)).passed
    assert not gains(scenario, "fix", sights(LEARNED), sights(STALLED)).passed


def test_a_gain_within_the_margin_is_refused_though_it_is_certain():
    slightly = [replace(run, final=Scores(0.5, 0.5, run.final.true + 0.04)) for run in STALLED]
    check = gains(scenario, "fix", sights(STALLED), sights(slightly))
    assert "p = 0.0312" in check.message
    assert not check.passed


def test_a_large_gain_that_could_be_luck_is_refused():
    assert not gains(scenario, "fix", sights(STALLED[:4]), sights(LEARNED[:4])).passed


def test_a_fix_that_touches_an_undeclared_field_is_refused_and_the_field_named():
    check = touches(scenario, "fix", replace(fix, epochs=9))
    assert not check.passed
    assert "changes epochs as well" in check.message


def test_a_fix_that_rebuilds_the_recipe_is_refused():
    rebuilt = Recipe(model=partial(mlp, 2, 2), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=1.0), epochs=3)
    assert not touches(scenario, "fix", rebuilt).passed


def test_a_fix_that_changes_nothing_is_refused():
    assert not touches(scenario, "fix", replace(broken)).passed


def test_a_control_is_held_to_the_goal_and_to_health():
    control = Control(task=task, healthy=broken, looks_like="something")
    assert reaches_goal(control, "healthy", sights(LEARNED, control)).passed
    assert not reaches_goal(control, "healthy", sights(STALLED, control)).passed
    assert not shows_no_symptom("healthy", sights(STALLED, control)).passed


def test_honesty_is_judged_where_the_scenario_says_so():
    honest = replace(scenario, judged="honesty", symptom=Symptom.MISLEADS)
    boastful = make_run([1.0, 0.1], 1.0, reported=0.99, true=0.6)
    modest = make_run([1.0, 0.1], 1.0, reported=0.6, true=0.62)
    assert see(honest, boastful).score == pytest.approx(0.61)
    assert see(honest, boastful).symptom is Symptom.MISLEADS
    assert see(honest, modest).score == 1.0
    assert see(honest, modest).symptom is None  # a poor model, honestly reported


def test_epochs_to_goal_are_counted_from_one():
    epochs = tuple(Epoch(Scores(score, score, score), 1.0) for score in (0.2, 0.95, 0.5, 0.97))
    assert see(scenario, replace(LEARNED[0], epochs=epochs)).epochs_to_goal == 2
    assert see(scenario, LEARNED[0]).epochs_to_goal is None
