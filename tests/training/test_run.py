"""What a run records, and how it is written down."""

import json
import math
from dataclasses import replace

import pytest

from trainwreck.training.run import Epoch, Run, Scores

RUN = Run(
    seed=3,
    losses=(1.0, 0.5, math.nan),
    epochs=(Epoch(Scores(0.1, 0.2, 0.3), math.inf),),
    final=Scores(math.nan, 0.5, 0.6),
    predicted=(1.5, math.nan),
    seconds=0.25,
    wavering=0.125,
)


def test_a_run_is_read_as_it_was_written_by_any_reader_of_json():
    text = json.dumps(RUN.as_dict(), allow_nan=False)
    assert repr(Run.from_dict(json.loads(text))) == repr(RUN)  # by repr, because NaN does not equal itself


def test_two_runs_that_took_unequally_long_are_the_same_run():
    run = replace(RUN, losses=(1.0,), final=Scores(0.4, 0.5, 0.6), predicted=())
    assert replace(run, seconds=9.0) == run
    assert replace(run, seed=4) != run


@pytest.mark.parametrize(("losses", "step"), [((1.0, math.inf), 1), ((math.nan,), 0), ((1.0, 0.5), None), ((), None)])
def test_a_run_diverged_where_its_loss_was_no_longer_finite(losses, step):
    assert replace(RUN, losses=losses).diverged_at == step


@pytest.mark.parametrize(("reported", "true", "honesty"), [(0.9, 0.5, 0.6), (0.5, 0.9, 0.6), (0.7, 0.7, 1.0)])
def test_honesty_is_lost_by_promising_too_much_and_by_promising_too_little(reported, true, honesty):
    assert Scores(1.0, reported, true).honesty == pytest.approx(honesty)


@pytest.mark.parametrize("scores", [(1.0, math.nan, 0.5), (1.0, 0.5, math.nan)])
def test_a_score_that_is_no_number_is_not_taken_for_an_honest_one(scores):
    assert math.isnan(Scores(*scores).honesty)
