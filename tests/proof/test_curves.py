"""Curves as text: one scale, flat where nothing moves, and of what tells."""

import math
from dataclasses import replace
from functools import partial

import pytest
from torch import nn
from torch.optim import SGD

from tests.conftest import make_run
from trainwreck import Control, Recipe, Scenario, Symptom, Task, accuracy
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair
from trainwreck.proof.curves import pictured, sparklines, worst
from trainwreck.training.run import Epoch, Run, Scores


def test_two_curves_share_one_scale():
    assert sparklines({"broken": [8, 8], "fixed": [8, 1]}) == {"broken": "██", "fixed": "█▁"}


def test_the_first_block_is_the_first_value_and_the_others_are_means():
    assert sparklines({"losses": [128, *[1] * 14]}, width=8) == {"losses": "█▁▁▁▁▁▁▁"}


def test_a_curve_that_stands_still_is_flat_and_neither_at_the_top_nor_at_the_bottom():
    assert sparklines({"losses": [2.303, 2.301, 2.305, 2.299]}) == {"losses": "▄▄▄▄"}
    assert sparklines({"losses": [-5.0, -5.1, -4.9]}) == {"losses": "▄▄▄"}
    assert sparklines({"losses": [0.0, 0.0]}) == {"losses": "▄▄"}


def test_equal_factors_are_equal_steps():
    assert sparklines({"losses": [2.0**n for n in range(8)]}) == {"losses": "▁▂▃▄▅▆▇█"}


def test_losses_that_are_not_all_positive_are_drawn_on_an_even_scale():
    assert sparklines({"losses": [1, 0, -1, -2, -3, -4, -5, -6]}) == {"losses": "█▇▆▅▄▃▂▁"}


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_not_finite_is_marked_and_leaves_the_scale_alone(value):
    assert sparklines({"broken": [4, value], "fixed": [4, 2]}) == {"broken": "█✕", "fixed": "█▁"}
    assert sparklines({"broken": [value]}) == {"broken": "✕"}


def test_a_stretch_with_one_value_that_is_not_finite_is_marked():
    assert sparklines({"losses": [*[1.0] * 98, math.nan]}, width=4)["losses"].endswith("✕")


def test_values_beyond_the_bounds_are_drawn_at_them():
    assert sparklines({"scores": [-7.0, 0.0, 0.5, 1.0, 3.0]}, bounds=(0, 1)) == {"scores": "▁▁▅██"}


@pytest.mark.parametrize("length", [*range(40), 1000])
def test_no_curve_is_wider_than_asked_for_and_none_is_lost(length):
    drawn = sparklines({"losses": [1.0] * length}, width=8)["losses"]
    assert min(length, 5) <= len(drawn) <= 8


BROKEN = Recipe(model=partial(nn.Linear, 2, 2), loss=nn.MSELoss(), optimizer=partial(SGD, lr=0.1), epochs=2)


def pair_with(tmp_path, fix: Recipe, judged="true") -> Pair:
    task = Task(data=lambda _: None, score=accuracy, goal=0.9)
    scenario = Scenario(task=task, broken=BROKEN, symptom=Symptom.STALLS, touches=set(), hints=(), judged=judged)
    entry = Entry(tmp_path, "toy", "tiny_steps")
    return Pair(entry=entry, task=task, truth=scenario, broken=BROKEN, healthy={"mended": fix})


@pytest.fixture
def pair(tmp_path) -> Pair:
    """A pair whose fix takes other steps."""
    return pair_with(tmp_path, replace(BROKEN, optimizer=partial(SGD, lr=1.0)))


def run_of(losses: list[float], scores: list[float], reported: float = 1.0) -> Run:
    """A run with this score on the held-back split after each epoch; the last is the final one."""
    epochs = tuple(Epoch(Scores(1.0, reported, score), 0.0) for score in scores)
    return replace(make_run(losses, reported=reported, true=scores[-1]), epochs=epochs)


def test_losses_are_shown_where_the_broken_one_stays_high(pair):
    runs = {"broken": run_of([2.0, 2.0], [0.1]), "mended": run_of([2.0, 0.2], [0.9])}
    assert pictured(pair, runs) == "loss: broken ██   mended █▁"


def test_scores_are_shown_where_the_broken_run_learns_as_well_and_still_is_no_good(pair):
    runs = {"broken": run_of([2.0, 0.3], [0.0, 0.0]), "mended": run_of([2.0, 0.1], [0.0, 1.0])}
    assert pictured(pair, runs) == "score per epoch: broken ▁▁▁   mended ▁██"


def test_scores_are_shown_where_both_losses_look_alike(pair):
    runs = {"broken": run_of([2.0, 1.9], [0.0]), "mended": run_of([2.0, 1.8], [1.0])}
    assert pictured(pair, runs) == "score per epoch: broken ▁▁   mended ██"


def test_scores_are_shown_where_the_losses_have_no_common_unit(tmp_path):
    pair = pair_with(tmp_path, replace(BROKEN, loss=nn.L1Loss()))
    runs = {"broken": run_of([2.0, 2.0], [0.0]), "mended": run_of([0.2, 0.1], [1.0])}
    assert pictured(pair, runs) == "score per epoch: broken ▁▁   mended ██"


def test_the_honesty_of_the_report_is_shown_where_it_is_what_is_judged(tmp_path):
    pair = pair_with(tmp_path, replace(BROKEN), judged="honesty")
    runs = {"broken": run_of([2.0, 2.0], [0.0]), "mended": run_of([2.0, 0.1], [1.0])}
    assert pictured(pair, runs) == "honesty per epoch: broken ▁▁   mended ██"


def test_a_loss_that_is_no_longer_finite_always_tells(tmp_path):
    pair = pair_with(tmp_path, replace(BROKEN, loss=nn.L1Loss()))
    runs = {"broken": run_of([2.0, math.nan], [0.0]), "mended": run_of([2.0, 1.0], [1.0])}
    assert pictured(pair, runs) == "loss: broken █✕   mended █▁"


def test_a_curve_of_scores_ends_with_the_model_that_came_out(pair):
    gone_back = replace(run_of([2.0, 0.1], [1.0, 0.0]), final=Scores(1.0, 1.0, 1.0))
    runs = {"broken": run_of([2.0, 0.1], [1.0, 0.0]), "mended": gone_back}
    assert pictured(pair, runs) == "score per epoch: broken █▁▁   mended █▁█"


def test_a_control_is_drawn_alone(tmp_path):
    control = Control(task=Task(data=lambda _: None, score=accuracy, goal=0.9), healthy=BROKEN, looks_like="x")
    pair = Pair(entry=Entry(tmp_path, "controls", "x"), task=control.task, truth=control, healthy={"healthy": BROKEN})
    assert pictured(pair, {"healthy": run_of([2.0, 1.0], [1.0])}) == "loss: healthy █▁"


def test_the_worst_run_is_the_lowest_of_a_fix_and_the_highest_of_the_broken_recipe(pair):
    runs = [run_of([1.0], [score]) for score in (0.5, 0.2, 0.8)]
    assert worst(pair, "mended", runs) == 1
    assert worst(pair, "broken", runs) == 2
