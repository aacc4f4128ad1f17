"""A set-up can be looked at from all sides, and no look changes another or the run."""

from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import LinearLR

from trainwreck import Recipe, Split, Task, accuracy, batches, mlp, train
from trainwreck.training.setup import Setup, own

CPU = torch.device("cpu")


def sides(seed):
    inputs = torch.randn(120, 2, generator=torch.Generator().manual_seed(seed))
    everything = Split(inputs, (inputs[:, 0] > 0).long())
    return everything.cut(80)


task = Task(data=sides, score=accuracy, goal=0.9)
recipe = Recipe(
    model=partial(mlp, 2, 8, 2, dropout=0.5),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.4),
    epochs=3,
    loader=partial(batches, batch_size=20),
)


@pytest.fixture
def setup() -> Setup:
    return Setup(task, recipe, seed=1, device=CPU)


def test_its_run_is_the_run_that_train_gives_whatever_was_looked_at_before(setup):
    start = setup.looked_at(lambda s: s.start())
    setup.update(start, start.inputs, start.targets)
    assert setup.run == train(task, recipe, 1, CPU)


def test_without_dropout_the_first_update_is_the_run_s_first_to_the_last_digit():
    plain = Setup(task, replace(recipe, model=partial(mlp, 2, 8, 2)), seed=1, device=CPU)
    start = plain.looked_at(lambda s: s.start())
    assert plain.update(start, start.inputs, start.targets) == plain.run.losses[0]


def test_the_log_has_a_loss_and_a_rate_a_step_and_the_scores_of_each_epoch():
    halved = replace(recipe, schedule=partial(LinearLR, start_factor=0.5, total_iters=1))
    setup = Setup(task, halved, seed=1, device=CPU)
    assert setup.log.losses == []
    run = setup.run
    assert tuple(setup.log.losses) == run.losses
    assert setup.log.rates == [0.2] * 3 + [0.4] * 6
    assert setup.log.training == [epoch.scores.training for epoch in run.epochs]
    assert setup.log.validation == [epoch.scores.reported for epoch in run.epochs]
    assert setup.log.validation_losses == [epoch.validation_loss for epoch in run.epochs]


def test_the_trained_model_is_a_copy_and_not_the_untrained_one(setup):
    fresh, trained = setup.looked_at(lambda s: s.start()).model, setup.trained
    assert not torch.equal(fresh[1].weight, trained[1].weight)
    with torch.no_grad():
        trained[1].weight.zero_()
    assert setup.trained[1].weight.any()


def test_every_start_is_the_same_and_spoiling_one_spoils_no_other(setup):
    one = setup.looked_at(lambda s: s.start())
    with torch.no_grad():
        one.model[1].weight.zero_()
    one.inputs.zero_()
    two = setup.looked_at(lambda s: s.start())
    assert two.model[1].weight.any()
    assert two.inputs.any()


def test_raw_data_are_copies_and_hold_nothing_of_what_is_held_back(setup):
    raw = setup.raw
    assert len(raw) == 80
    assert raw.inputs.untyped_storage().nbytes() == raw.inputs.numel() * raw.inputs.itemsize
    raw.inputs.zero_()
    assert setup.raw.inputs.any()


def test_a_view_has_storage_of_its_own_once_it_is_owned():
    whole = torch.arange(10.0)
    view = Split(whole[:2], torch.arange(10)[:2], torch.arange(10)[:2])
    mine = own(view)
    assert view.inputs.untyped_storage().nbytes() == 40
    assert mine.inputs.untyped_storage().nbytes() == 8
    assert mine.groups is not None
    assert mine.groups.untyped_storage().nbytes() == 16


def test_looking_leaves_the_random_state_as_it_was(setup):
    torch.manual_seed(7)
    expected = torch.rand(1)
    torch.manual_seed(7)
    setup.looked_at(lambda s: s.start())
    assert torch.equal(torch.rand(1), expected)
