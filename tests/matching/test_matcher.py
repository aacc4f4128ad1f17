"""A matcher tells what anybody would see, is silent where it does not know, and is judged by what it has not seen."""

import math

import numpy as np
import pandas as pd
import pytest

from trainwreck.errors import UserError
from trainwreck.matching.log import Log
from trainwreck.matching.logs import FRESH, recorded
from trainwreck.matching.matcher import Answer, Known, threshold
from trainwreck.matching.ranking import fitted
from trainwreck.pairs.entries import BROKEN, HEALTHY, Catalogue
from trainwreck.pairs.packs import BUILT_IN

ALTERNATING = [(-1) ** step / 100 for step in range(60)]  # the noise of batches


@pytest.mark.parametrize(
    ("losses", "told"),
    [
        ([2.3 + noise for noise in ALTERNATING], "stalls"),
        ([2.3 * math.exp(step / 5) for step in range(60)], "diverges"),
        ([2.3, 2.4, 5.0, 80.0, math.inf], "diverges"),
        ([2.3 * math.exp(-step / 10) + 0.1 + noise for step, noise in enumerate(ALTERNATING)], HEALTHY),
    ],
    ids=["stands still", "climbs", "overflows", "falls and levels off"],
)
def test_a_log_that_anybody_could_name_is_named(by_losses, losses, told):
    [answer] = by_losses.answers([Log(tuple(losses))])
    assert answer.told == told


def test_ten_times_the_loss_twice_as_often_is_answered_alike(by_losses):
    losses = [2.3 - step / 40 for step in range(60)]
    twice = [10 * loss for loss in losses for _ in range(2)]
    plain, changed = by_losses.answers([Log(tuple(losses)), Log(tuple(twice))])
    assert plain.symptoms[0][0] == changed.symptoms[0][0]
    assert plain.symptoms[0][1] == pytest.approx(changed.symptoms[0][1], abs=0.1)


@pytest.mark.parametrize(("confidence", "told"), [(0.5, "stalls"), (0.49, None)])
def test_below_the_threshold_nothing_is_told(confidence, told):
    assert Answer([("stalls", confidence), (HEALTHY, 1 - confidence)], [], [], enough=0.5).told == told


def test_probabilities_add_up_and_the_likeliest_comes_first(by_losses):
    [answer] = by_losses.answers([Log((2.3, 2.2, 2.1))])
    for ranked in (answer.symptoms, answer.components, answer.scenarios):
        shares = [share for _, share in ranked]
        assert sum(shares) == pytest.approx(1)
        assert shares == sorted(shares, reverse=True)


def test_the_threshold_is_the_least_from_which_on_enough_is_right():
    confidence, right = np.array([0.2, 0.9, 0.8, 0.5]), np.array([False, True, True, False])
    assert threshold(confidence, right, wanted=0.6) == 0.5
    assert threshold(confidence, ~right, wanted=0.9) > 1


def test_nothing_of_a_scenario_is_left_when_it_is_left_out(known):
    group = "accumulated_gradients"
    kept = known.taught.without(group)
    resembling = {entry.name for entry in Catalogue() if entry.looks_like == group}
    assert resembling
    assert not {group, *resembling} & set(kept.rows.scenario)
    gone = known.rows.drop(kept.rows.index)
    own = gone[gone.scenario == group]
    assert set(own.recipe) == {BROKEN, "zeroed_gradients"}


def test_a_scenarios_severities_go_with_it(known):
    graded = known.rows[known.rows.severity.notna()].scenario.iloc[0]
    assert graded not in set(known.without(graded).rows.scenario)


def test_no_fresh_seed_is_taught(known):
    assert FRESH in set(known.rows.kind)
    assert FRESH not in set(known.taught.rows.kind)
    assert not set(known.taught.rows.seed) & set(known.rows[known.rows.kind == FRESH].seed)


def test_a_broken_run_that_shows_nothing_is_no_example_of_anything(known):
    assert (known.rows[known.rows.recipe == BROKEN].symptom != "").all()


def test_every_other_seed_is_logged_once_an_epoch():
    row = {
        "component": "toy",
        "recipe": BROKEN,
        "kind": "first",
        "symptom": "slow",
        "epochs": 2,
        "losses": "4 3 2 1",
        **dict.fromkeys(("validation_losses", "validation", "training"), "1 1"),
    }
    rows = pd.DataFrame([{**row, "scenario": "one", "seed": seed} for seed in (0, 1)])
    every_step, every_epoch = Known.made(rows, {}).logs
    assert (every_step.losses, every_epoch.losses) == ((4.0, 3.0, 2.0, 1.0), (3.5, 1.5))


def test_a_rankings_confidence_is_lower_where_groups_that_are_left_out_are_unlike_the_others():
    generator = np.random.default_rng(0)
    groups = np.repeat([f"group {number}" for number in range(8)], 10)
    X = np.repeat(generator.normal(size=(8, 3)), 10, axis=0) + generator.normal(size=(80, 3)) / 100
    y = np.repeat(["a", "b"] * 4, 10)  # nothing of a group tells of another
    by_group, by_row = fitted(X, y, groups), fitted(X, y)
    assert by_group.left_out.max(axis=1).mean() < 0.75
    assert by_row.left_out.max(axis=1).mean() > 0.9


@pytest.mark.parametrize("groups", [["one"] * 4, []], ids=["one group", "none"])
def test_nothing_is_learned_from_fewer_groups_than_two_and_the_cure_is_told(groups):
    X, y = np.arange(len(groups), dtype=float)[:, None], np.array(["a", "b", "a", "b"][: len(groups)])
    with pytest.raises(UserError, match="record their logs: trainwreck results logs"):
        fitted(X, y, np.array(groups))


def test_the_recorded_logs_are_those_of_the_code_that_is_here():
    table = recorded(BUILT_IN / "results")
    stale = table.due(Catalogue())
    if stale:
        pytest.skip(f"{len(stale)} were logged by code that has changed since: trainwreck results logs")
    assert set(table.read().scenario) == {entry.name for entry in Catalogue()}
