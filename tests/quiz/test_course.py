"""Runs as a question shows them: no length, no name; and which of them can be told apart."""

from dataclasses import replace


def test_runs_that_look_alike_cannot_be_told_apart_and_others_can(course):
    stalled, other, learned = course("one", 2.3, 0.1), course("two", 2.3, 0.1), course("three", 0.1, 0.9)
    assert not stalled.differs(other)
    assert stalled.differs(learned)
    assert learned.differs(stalled)


def test_scores_alone_can_tell_runs_apart(course):
    assert course("one", 0.1, 0.5).differs(course("two", 0.1, 0.95))


def test_how_many_steps_and_epochs_there_were_makes_no_difference_to_a_picture(course):
    short, long = course("one", 0.1, 0.9, steps=41, epochs=6), course("one", 0.1, 0.9, steps=81, epochs=26)
    assert short.picture.words == long.picture.words
    assert [run.at for run in short.losses] == [run.at for run in long.losses]
    assert [run.at for run in short.scores["true"]] == [run.at for run in long.scores["true"]]


def test_a_run_that_stopped_being_finite_differs_from_one_that_went_on(course):
    whole = course("one", 2.3, 0.1)
    ended = replace(whole, rows=whole.rows.assign(diverged_at=25, losses="2.3 2.3", steps="0 24"))
    assert ended.differs(whole)
    assert ended.losses[0].ended == 100
    assert "at 100 % of the run or later" in ended.picture.words


def test_a_run_without_a_finite_loss_or_an_epoch_can_be_shown(course):
    whole = course("one", 2.3, 0.1)
    empty = replace(whole, rows=whole.rows.assign(losses="", steps="", diverged_at=0, epochs="", true="0.1"))
    empty = replace(empty, rows=empty.rows.assign(training="0.1", reported="0.1"))
    assert "is never finite" in empty.picture.words
    assert empty.start != empty.start
