"""What a case logs, and what the referee notes of a tool that looks at it."""

import pandas as pd
import pytest

from tests.referee.conftest import DRAWS, drawn
from trainwreck.referee.case import Case, unobserved
from trainwreck.training.observer import Observer

COLUMNS = [
    "step",
    "epoch",
    "loss",
    "lr",
    "gradient_norm",
    "training_score",
    "validation_score",
    "validation_loss",
]


def test_the_log_tells_of_every_step_and_at_its_end_of_every_epoch(lively):
    log = lively.case.log()
    assert list(log.columns) == COLUMNS
    assert [f"{name}" for name in COLUMNS if name not in Case.log.__doc__] == []
    assert tuple(log.loss) == lively.run.losses
    assert log.step.tolist() == list(range(12))
    assert log.epoch.tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]
    assert log.lr.tolist() == pytest.approx([0.5] * 6 + [0.05] * 6)
    ends = log.dropna()
    assert ends.step.tolist() == [2, 5, 8, 11]
    assert tuple(ends.training_score) == tuple(epoch.scores.training for epoch in lively.run.epochs)
    assert tuple(ends.validation_score) == tuple(epoch.scores.reported for epoch in lively.run.epochs)
    assert tuple(ends.validation_loss) == tuple(epoch.validation_loss for epoch in lively.run.epochs)
    assert (ends.gradient_norm > 0).all()


def test_the_log_file_is_that_table(lively):
    path = lively.case.log_file()
    pd.testing.assert_frame_equal(pd.read_csv(path), lively.case.log())


def test_a_run_that_ends_in_its_first_epoch_has_the_same_columns(tmp_path):
    case = drawn(tmp_path, DRAWS.replace("EPOCHS", "3").replace("nn.CrossEntropyLoss()", "lambda x, y: x.sum() / 0"))
    log = case.log()
    assert list(log.columns) == COLUMNS
    assert len(log) == 1
    assert log.training_score.isna().all()


def test_a_log_that_was_changed_is_not_what_the_next_one_sees(lively):
    del lively.case.log()["loss"]
    assert list(lively.case.log().columns) == COLUMNS


def test_the_referee_notes_steps_and_seconds_of_the_last_training_and_how_many_there_were(lively):
    clock = lively.case._clock
    assert (clock.seconds, clock.steps, clock.trainings) == (None, None, 0)
    lively.case.log()
    assert (clock.seconds, clock.steps, clock.trainings) == (None, 12, 1)
    lively.case.train(Observer())
    assert (clock.steps, clock.trainings) == (12, 2)
    assert clock.seconds > 0
    unobserved(lively.case)
    assert clock.trainings == 2


def test_the_referee_notes_after_how_many_steps_the_first_alarm_is_raised(lively):
    def step(made):
        if made.number >= 4:
            lively.case.alarm()

    lively.case.train(Observer(step=step))
    assert lively.case._clock.alarm == 5


def test_an_alarm_before_any_training_comes_after_no_step(lively):
    lively.case.alarm()
    lively.case.train(Observer())
    assert lively.case._clock.alarm == 0
