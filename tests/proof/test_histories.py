"""How runs went, thinned: nothing that tells is lost, and what is not finite is said and not drawn."""

import math
from dataclasses import replace

import pandas as pd
import pytest

from tests.conftest import Toy, make_run
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.histories import POINTS, histories, numbers, thinned
from trainwreck.proof.prove import Proof
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Epoch, Reading, Run, Scores


@pytest.fixture
def pair(toy: Toy) -> Pair:
    toy.add("tiny_steps")
    return load(toy.catalogue.entry("tiny_steps"), Digits())


def row(pair: Pair, run: Run, recipe: str = "broken") -> dict:
    """The row of one run; the pair's other recipe has a healthy one."""
    runs = {name: [run if name == recipe else make_run([1.0])] for name in pair.recipes}
    table = histories([Proof(pair.entry, [], pair, runs)])
    return table[table.recipe == recipe].to_dict("records")[0]


def test_losses_that_are_few_are_kept_as_they_are():
    assert thinned([3.0, 2.0, 1.0]) == ([0, 1, 2], [3.0, 2.0, 1.0])


@pytest.mark.parametrize("length", [1, 2, 59, 60, 61, 62, 117, 118, 119, 120, 5000])
@pytest.mark.parametrize("end", [[], [math.nan]], ids=["finished", "diverged"])
def test_no_run_has_more_points_than_fit_and_they_reach_from_its_first_step_to_near_its_last(length, end):
    losses = [float(step) for step in range(length)]
    steps, kept = thinned([*losses, *end])
    assert len(steps) == len(kept) <= POINTS
    assert steps[0] == 0
    assert length - 1 - steps[-1] <= length / POINTS
    assert kept[0] == losses[0]
    assert steps == sorted(set(steps))


def test_the_last_loss_before_one_that_is_not_finite_is_no_part_of_a_mean():
    losses = [1.0] * 999 + [1e9]
    assert thinned([*losses, math.inf])[1][-1] == 1e9
    assert thinned(losses)[1][-1] < 1e9


def test_a_spike_between_points_is_not_lost():
    losses = [1.0] * 1000
    losses[501] = 1e6
    assert max(thinned(losses)[1]) > 1e4


def test_a_run_whose_loss_was_not_finite_at_once_has_no_loss_to_draw():
    assert thinned([math.nan]) == ([], [])


def test_a_run_is_a_row_that_says_where_it_stopped_being_finite(pair):
    found = row(pair, make_run([2.0, 8.0, math.inf]))
    assert numbers(found["losses"]) == [2.0, 8.0]
    assert numbers(found["steps"]) == [0, 1]
    assert found["diverged_at"] == 2


def test_scores_come_epoch_by_epoch_and_the_last_is_that_of_the_model_that_came_out(pair):
    epochs = tuple(Epoch(Scores(share, share / 2, share / 4), 0.0) for share in (0.2, 0.8))
    found = row(pair, replace(make_run([1.0], training=0.4, reported=0.3, true=0.1), epochs=epochs))
    assert numbers(found["epochs"]) == [1, 2]
    assert numbers(found["training"]) == [0.2, 0.8, 0.4]
    assert numbers(found["reported"]) == [0.1, 0.4, 0.3]
    assert numbers(found["true"]) == [0.05, 0.2, 0.1]


def test_of_many_epochs_some_are_kept_and_the_first_and_the_last_among_them(pair):
    epochs = tuple(Epoch(Scores(n / 1000, 0.0, math.nan), 0.0) for n in range(1, 201))
    found = row(pair, replace(make_run([1.0]), epochs=epochs))
    kept = numbers(found["epochs"])
    assert (len(kept), kept[0], kept[-1]) == (POINTS, 1, 200)
    assert numbers(found["training"])[:-1] == [epoch / 1000 for epoch in kept]
    assert all(map(math.isnan, numbers(found["true"])[:-1]))


def test_the_level_of_guessing_is_known_of_the_mean_cross_entropy_and_of_nothing_else(pair):
    run = make_run([1.0], predicted=(1.0,) * 4)
    assert row(pair, run)["guessing"] == pytest.approx(math.log(4))
    pair.broken.loss.reduction = "sum"
    assert math.isnan(row(pair, run)["guessing"])
    assert math.isnan(row(pair, make_run([1.0], predicted=()))["guessing"])


def test_a_fix_with_another_loss_function_is_marked(toy):
    toy.add("tiny_steps")
    toy.edit("fixes/toy/tiny_steps.py", "lr=10.0)", "lr=10.0), loss=squared")
    toy.edit("fixes/toy/tiny_steps.py", "larger_steps", "def squared(outputs, targets): ...\n\nlarger_steps")
    pair = load(toy.catalogue.entry("tiny_steps"), Digits())
    assert not row(pair, make_run([1.0]))["other_loss"]
    assert row(pair, make_run([1.0]), "larger_steps")["other_loss"]


@pytest.mark.parametrize(
    ("reading", "value", "suspicious"),
    [(Reading(3, True), 3.0, True), (Reading("nan", False), math.nan, False), (Reading(["a"], True), math.nan, True)],
)
def test_what_a_check_read_is_kept_if_it_is_a_number(pair, reading, value, suspicious):
    found = row(pair, replace(make_run([1.0]), reading=reading))
    assert found["reading"] == pytest.approx(value, nan_ok=True)
    assert found["suspicious"] is suspicious


def test_a_check_that_was_not_asked_made_nothing_of_it(pair):
    assert pd.isna(row(pair, make_run([1.0]))["suspicious"])


def test_what_was_recorded_is_read_as_it_was_written(pair, tmp_path):
    from trainwreck.proof.results import Results

    runs = {name: [replace(make_run([2.0, math.nan]), reading=Reading(0.5, True))] for name in pair.recipes}
    written = histories([Proof(pair.entry, [], pair, runs)])
    table = Results(tmp_path).curves
    table.update(written, {"tiny_steps": "a"}, {"tiny_steps"})
    pd.testing.assert_frame_equal(table.read()[written.columns], written)
