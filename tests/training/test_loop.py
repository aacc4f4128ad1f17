"""The loop against the same training written out in plain PyTorch, and at its edges."""

import math
from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import ReduceLROnPlateau, StepLR
from torch.utils.data import DataLoader, TensorDataset

from tests.training.quadrants import CPU, RECIPE, TASK, quadrants
from trainwreck.errors import UserError
from trainwreck.training.loop import train
from trainwreck.training.models import mlp
from trainwreck.training.preparation import Prepared, hold_out
from trainwreck.training.recipe import Recipe
from trainwreck.training.split import Split, batches
from trainwreck.training.stopping import EarlyStopping
from trainwreck.training.streams import Stream, derive, reseed


def test_the_losses_are_those_of_a_plain_loop_to_the_last_digit():
    run = train(TASK, RECIPE, 5, CPU)

    raw, _ = quadrants(derive(5, Stream.DATA))
    reseed(5, Stream.SPLIT)
    part, _ = hold_out(raw)
    reseed(5, Stream.INITIALISATION)
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    model = nn.Sequential(nn.Flatten(), nn.Linear(2, 16), nn.ReLU(), nn.Dropout(0.2), nn.Linear(16, 4))
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    losses = []
    for epoch in range(3):
        reseed(5, Stream.LOOP, epoch)
        for inputs, targets in DataLoader(TensorDataset(part.inputs, part.targets), batch_size=64, shuffle=True):
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(inputs), targets)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
    torch.set_num_threads(threads)

    assert list(run.losses) == losses


def test_the_same_seed_twice_is_the_same_run_bit_for_bit():
    assert train(TASK, RECIPE, 1, CPU) == train(TASK, RECIPE, 1, CPU)


def test_another_seed_is_another_run():
    assert train(TASK, RECIPE, 1, CPU).losses != train(TASK, RECIPE, 2, CPU).losses


def test_a_run_does_not_depend_on_what_was_drawn_before_it():
    first = train(TASK, RECIPE, 1, CPU)
    torch.rand(100)
    train(TASK, RECIPE, 2, CPU)
    assert train(TASK, RECIPE, 1, CPU) == first


def seen_batches(recipe: Recipe) -> list[list[list[float]]]:
    seen: list[list[list[float]]] = []

    def watching(model, loss, optimizer, inputs, targets):
        seen.append(inputs.tolist())
        return recipe.step(model, loss, optimizer, inputs, targets)

    train(TASK, replace(recipe, step=watching), 0, CPU)
    return seen


def test_two_recipes_meet_the_same_batches_even_if_one_draws_more_numbers():
    without_dropout = replace(RECIPE, model=partial(mlp, 2, 16, 4))
    assert seen_batches(RECIPE) == seen_batches(without_dropout)


def test_a_loss_that_is_not_finite_ends_the_run_and_stays_in_the_record():
    steps = iter([1.0, 0.5, math.nan])

    def step(model, *_):
        return torch.tensor(next(steps))

    run = train(TASK, replace(RECIPE, step=step), 0, CPU)
    assert run.losses[:2] == (1.0, 0.5)
    assert run.diverged_at == 2
    assert len(run.epochs) == 1


def test_a_model_that_diverges_after_an_epoch_is_not_judged_by_that_epoch():
    taken = iter(range(9))

    def step(model, loss, optimizer, inputs, targets):
        if next(taken) < 2:
            return RECIPE.step(model, loss, optimizer, inputs, targets)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.fill_(math.nan)
        return torch.tensor(math.nan)

    run = train(TASK, replace(RECIPE, step=step), 0, CPU)
    assert [epoch.scores.true > 0 for epoch in run.epochs] == [True]
    assert run.final.true == 0


def test_inputs_that_are_not_finite_are_recorded_as_a_divergence_at_the_first_step():
    def spoiled(raw: Split) -> Prepared:
        train, validation = hold_out(raw)
        return Prepared(train=replace(train, inputs=train.inputs * math.nan), validation=validation)

    run = train(TASK, replace(RECIPE, prepare=spoiled), 0, CPU)
    assert run.diverged_at == 0
    assert run.epochs == ()


def test_a_model_that_diverged_is_judged_as_it_is():
    def exploding(model, loss, optimizer, inputs, targets):
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.fill_(math.nan)
        return loss(model(inputs), targets)

    run = train(TASK, replace(RECIPE, step=exploding), 0, CPU)
    assert (run.final.training, run.final.true, run.predicted) == (0.0, 0.0, (0.0,) * 4)


def learning_rates(recipe: Recipe) -> list[float]:
    rates: list[float] = []

    def watching(model, loss, optimizer, inputs, targets):
        rates.append(optimizer.param_groups[0]["lr"])
        return recipe.step(model, loss, optimizer, inputs, targets)

    train(TASK, replace(recipe, step=watching), 0, CPU)
    return rates


def test_a_schedule_advances_per_epoch_or_per_batch():
    halving = replace(RECIPE, optimizer=partial(SGD, lr=1.0), schedule=partial(StepLR, step_size=1, gamma=0.5))
    assert learning_rates(halving) == [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]
    assert learning_rates(replace(halving, schedule_per="batch")) == [1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125]


def test_reduce_on_plateau_is_told_the_validation_loss():
    def idle(model, loss, optimizer, inputs, targets):
        return loss(model(inputs), targets)

    plateau = partial(ReduceLROnPlateau, factor=0.5, patience=0)
    idling = replace(RECIPE, step=idle, optimizer=partial(SGD, lr=1.0), schedule=plateau)
    assert learning_rates(idling) == [1.0, 1.0, 1.0, 1.0, 0.5, 0.5]  # two epochs without progress, one reduction


def test_early_stopping_ends_the_run_and_restores_the_best_weights():
    ruinous = replace(RECIPE, optimizer=partial(SGD, lr=100.0), epochs=50, stop=partial(EarlyStopping, patience=2))
    run = train(TASK, ruinous, 0, CPU)
    losses = [epoch.validation_loss for epoch in run.epochs]
    best = losses.index(min(losses))
    assert len(losses) == best + 3 < 50
    assert run.final == run.epochs[best].scores


def test_an_error_in_the_recipe_carries_the_shapes():
    with pytest.raises(RuntimeError) as caught:
        train(TASK, replace(RECIPE, model=partial(mlp, 3, 4)), 0, CPU)
    assert "inputs (64, 2), targets (64,)" in caught.value.__notes__


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_gpu_learns_the_same_task():
    weighted = replace(RECIPE, loss=nn.CrossEntropyLoss(weight=torch.ones(4)), epochs=40)
    assert train(TASK, weighted, 0, torch.device("cuda")).final.true >= TASK.goal


@pytest.mark.parametrize("loader", [batches, partial(batches, batch_size=7)])
def test_every_epoch_visits_every_sample_once(loader):
    visits = [tuple(row) for batch in seen_batches(replace(RECIPE, loader=loader, epochs=1)) for row in batch]
    assert len(visits) == len(set(visits)) == 72


def asked(recipe: Recipe) -> int:
    """How often a run asks a model for its outputs on all three parts."""
    calls = []

    def predict(model, inputs):
        calls.append(len(inputs))
        return recipe.predict(model, inputs)

    train(TASK, replace(recipe, predict=predict), 0, CPU)
    assert calls == [72, 24, 64] * (len(calls) // 3) + [24]  # in the end once more about the validation part
    return len(calls) // 3


def test_a_model_is_asked_after_each_epoch_and_once_more_only_if_it_has_changed_since():
    assert asked(RECIPE) == 3
    assert asked(replace(RECIPE, stop=partial(EarlyStopping, patience=9))) == 4
    assert asked(replace(RECIPE, step=lambda *_: torch.tensor(math.nan))) == 1


def test_a_loader_without_a_batch_is_refused_with_the_cure():
    empty = replace(RECIPE, loader=partial(batches, batch_size=500, drop_last=True))
    with pytest.raises(UserError, match=r"loader gave no batch.*give it more samples"):
        train(TASK, empty, 0, CPU)
