"""Columns are found by their usual names, or named."""

import math

import pytest

from trainwreck.errors import UserError
from trainwreck.matching.columns import log_of

LOSSES = (3.0, 2.0, 1.0)


@pytest.mark.parametrize(
    ("names", "series"),
    [
        (("loss", "val_loss", "accuracy", "val_accuracy"), ("losses", "validation_losses", "training", "validation")),
        (("loss", "eval_loss", "learning_rate"), ("losses", "validation_losses", "rates")),
        (("train/loss", "val/loss", "val/acc", "lr-Adam"), ("losses", "validation_losses", "validation", "rates")),
        (("loss", "training_score", "validation_score", "lr"), ("losses", "training", "validation", "rates")),
    ],
    ids=["Keras", "Trainer", "Lightning", "a case"],
)
def test_the_usual_names_are_known(names, series):
    _, chosen = log_of(dict.fromkeys(names, LOSSES), {})
    assert chosen == dict(zip(series, names, strict=True))


def test_of_two_losses_the_one_that_was_logged_more_often_is_taken():
    _, chosen = log_of({"train_loss_epoch": LOSSES, "train_loss_step": LOSSES * 2}, {})
    assert chosen == {"losses": "train_loss_step"}


def test_a_column_that_is_named_is_taken_and_no_other():
    log, chosen = log_of({"loss": LOSSES, "objective": (1.0, 2.0, 3.0)}, {"losses": "objective"})
    assert log.losses == (1.0, 2.0, 3.0)
    assert chosen == {"losses": "objective"}


def test_a_name_that_is_not_there_is_told_with_the_nearest_and_all_there_are():
    with pytest.raises(UserError, match=r"'los'.*Did you mean 'loss'\? --loss takes one of 'loss', 'step'"):
        log_of({"loss": LOSSES, "step": LOSSES}, {"losses": "los"})


def test_without_a_loss_it_is_told_which_columns_there_are():
    with pytest.raises(UserError, match=r"Name it with --loss; there are 'objective', 'val_loss'"):
        log_of({"objective": LOSSES, "val_loss": LOSSES}, {})


def test_two_losses_are_too_few_but_not_if_one_is_not_finite():
    with pytest.raises(UserError, match="too few"):
        log_of({"loss": (2.0, 1.0)}, {})
    assert log_of({"loss": (2.0, math.nan)}, {})[0].ended
