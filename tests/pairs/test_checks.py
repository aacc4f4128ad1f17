"""A check asks for what it needs by name, and is given each word as it is at its moment."""

from dataclasses import replace

import pytest
import torch

from tests.training.test_setup import CPU, recipe, task
from trainwreck import Reading
from trainwreck.errors import UserError
from trainwreck.pairs.checks import VOCABULARY, read, words_of
from trainwreck.training.setup import Setup


@pytest.fixture
def setup() -> Setup:
    return Setup(task, recipe, seed=1, device=CPU)


def test_a_check_reads_what_it_asks_for(setup):
    def check(train, validation):
        return Reading([len(train), len(validation)], suspicious=len(train) < len(validation))

    assert read(check, setup) == Reading([60, 20], suspicious=False)


def test_the_words_of_a_fresh_start_belong_together(setup):
    def check(model, optimizer, inputs, targets, update):
        first = optimizer.param_groups[0]["params"][0] is next(model.parameters())
        before = next(model.parameters()).clone()
        update(inputs, targets)
        return Reading([first, bool((next(model.parameters()) != before).any())], suspicious=False)

    assert read(check, setup) == Reading([True, True], suspicious=False)


def test_what_comes_after_the_training_is_there_whatever_is_asked_beside_it(setup):
    def check(model, trained, log):
        moved = not torch.equal(model[1].weight, trained[1].weight)
        return Reading([moved, len(log.losses)], suspicious=False)

    assert read(check, setup) == Reading([True, 9], suspicious=False)


def test_what_may_stop_the_training_comes_fresh_and_is_none_where_there_is_none(setup):
    def check(stop):
        return Reading(None if stop is None else stop.should_stop(None, 1.0), suspicious=False)

    class AfterOneEpoch:
        def should_stop(self, model, validation_loss):
            return validation_loss == 1.0

        def restore(self, model):
            pass

    stopped = Setup(task, replace(recipe, stop=AfterOneEpoch), seed=1, device=CPU)
    assert read(check, setup).value is None
    assert read(check, stopped).value is True


def test_a_check_that_does_not_apply_says_so(setup):
    assert read(lambda schedule: None if schedule is None else Reading(1, suspicious=True), setup) is None


def test_an_unknown_word_is_refused_with_the_nearest(setup):
    with pytest.raises(UserError, match=r"asks for 'modle', which is no word\. Did you mean 'model'"):
        read(lambda modle: None, setup)


def test_a_check_that_answers_with_something_else_is_refused(setup):
    with pytest.raises(TypeError, match="must return a Reading or None, and returned bool"):
        read(lambda model: True, setup)


def test_a_check_draws_the_same_numbers_every_time_and_changes_no_run(setup):
    def check(model, inputs):
        return Reading(model(inputs).sum().item(), suspicious=False)  # through dropout

    assert read(check, setup) == read(check, Setup(task, recipe, seed=1, device=CPU))
    assert read(check, setup) == read(check, setup)
    assert setup.run == Setup(task, recipe, seed=1, device=CPU).run


def test_new_inputs_come_without_targets_and_preparation_is_the_set_up_s_own(setup):
    def check(new, prepare, raw):
        return Reading([tuple(new.shape), len(prepare(raw).train)], suspicious=False)

    assert read(check, setup) == Reading([(40, 2), 60], suspicious=False)


@pytest.mark.parametrize("word", VOCABULARY)
def test_every_word_can_be_asked_for_alone(setup, word):
    check = eval(f"lambda {word}: Reading(str(type({word})), suspicious=False)", {"Reading": Reading})
    assert words_of(check) == [word]
    assert read(check, setup) is not None


@pytest.mark.parametrize(
    ("reading", "says"),
    [
        (Reading(torch.ones(2), suspicious=False), "of JSON's types"),
        (Reading(1.0, suspicious=torch.tensor(True)), "make a bool of it"),
    ],
)
def test_a_reading_that_could_not_be_kept_is_refused_with_the_cure(setup, reading, says):
    with pytest.raises(TypeError, match=says):
        read(lambda model: reading, setup)
