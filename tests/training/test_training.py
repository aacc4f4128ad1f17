"""The loop against the same training written out in plain PyTorch, and at its edges."""

import math
from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import nn
from torch.optim import SGD, Adam
from torch.optim.lr_scheduler import ReduceLROnPlateau, StepLR
from torch.utils.data import DataLoader, TensorDataset

from trainwreck.training.loop import train
from trainwreck.training.models import mlp
from trainwreck.training.preparation import Prepared, hold_out
from trainwreck.training.recipe import Recipe
from trainwreck.training.run import Run
from trainwreck.training.split import Split, batches
from trainwreck.training.stopping import EarlyStopping
from trainwreck.training.streams import Stream, derive, reseed
from trainwreck.training.task import Task, accuracy

CPU = torch.device("cpu")


def quadrants(seed: int) -> tuple[Split, Split]:
    """Points in the plane, in four classes; 96 for the practitioner, 64 held back."""
    inputs = torch.randn(160, 2, generator=torch.Generator().manual_seed(seed))
    everything = Split(inputs, (inputs[:, 0] > 0).long() + 2 * (inputs[:, 1] > 0).long())
    return everything.take(slice(96)), everything.take(slice(96, None))


task = Task(data=quadrants, score=accuracy, goal=0.8)
recipe = Recipe(
    model=partial(mlp, 2, 16, 4, dropout=0.2), loss=nn.CrossEntropyLoss(), optimizer=partial(Adam, lr=0.01), epochs=3
)


def comparable(run: Run) -> Run:
    return replace(run, seconds=0.0)


def test_the_losses_are_those_of_a_plain_loop_to_the_last_digit():
    run = train(task, recipe, 5, CPU)

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
    assert comparable(train(task, recipe, 1, CPU)) == comparable(train(task, recipe, 1, CPU))


def test_another_seed_is_another_run():
    assert train(task, recipe, 1, CPU).losses != train(task, recipe, 2, CPU).losses


def test_a_run_does_not_depend_on_what_was_drawn_before_it():
    first = train(task, recipe, 1, CPU)
    torch.rand(100)
    train(task, recipe, 2, CPU)
    assert comparable(train(task, recipe, 1, CPU)) == comparable(first)


def seen_batches(recipe: Recipe) -> list[list[float]]:
    seen: list[list[float]] = []

    def watching(model, loss, optimizer, inputs, targets):
        seen.append(inputs.flatten().tolist())
        return recipe.step(model, loss, optimizer, inputs, targets)

    train(task, replace(recipe, step=watching), 0, CPU)
    return seen


def test_two_recipes_meet_the_same_batches_even_if_one_draws_more_numbers():
    without_dropout = replace(recipe, model=partial(mlp, 2, 16, 4))
    assert seen_batches(recipe) == seen_batches(without_dropout)


def test_a_loss_that_is_not_finite_ends_the_run_and_stays_in_the_record():
    steps = iter([1.0, 0.5, math.nan])

    def step(model, *_):
        return torch.tensor(next(steps))

    run = train(task, replace(recipe, step=step), 0, CPU)
    assert run.losses[:2] == (1.0, 0.5)
    assert run.diverged_at == 2
    assert len(run.epochs) == 1


def test_a_model_that_diverges_after_an_epoch_is_not_judged_by_that_epoch():
    taken = iter(range(9))

    def step(model, loss, optimizer, inputs, targets):
        if next(taken) < 2:
            return recipe.step(model, loss, optimizer, inputs, targets)
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.fill_(math.nan)
        return torch.tensor(math.nan)

    run = train(task, replace(recipe, step=step), 0, CPU)
    assert [epoch.scores.true > 0 for epoch in run.epochs] == [True]
    assert run.final.true == 0


def test_inputs_that_are_not_finite_are_recorded_as_a_divergence_at_the_first_step():
    def spoiled(raw: Split) -> Prepared:
        train, validation = hold_out(raw)
        return Prepared(train=replace(train, inputs=train.inputs * math.nan), validation=validation)

    run = train(task, replace(recipe, prepare=spoiled), 0, CPU)
    assert run.diverged_at == 0
    assert run.epochs == ()


def test_a_model_that_diverged_is_judged_as_it_is():
    def exploding(model, loss, optimizer, inputs, targets):
        with torch.no_grad():
            for parameter in model.parameters():
                parameter.fill_(math.nan)
        return loss(model(inputs), targets)

    run = train(task, replace(recipe, step=exploding), 0, CPU)
    assert (run.final.training, run.final.true, run.predicted) == (0.0, 0.0, (0.0,) * 4)


def test_each_score_is_taken_on_a_set_of_its_own():
    def by_sign(model, inputs):
        """Right on the training part, half right on the validation part, always wrong on the held-back one."""
        return nn.functional.one_hot(inputs[:, 0].long(), 3).float()

    def data(seed):
        return Split(torch.zeros(40, 1), torch.zeros(40).long()), Split(torch.ones(10, 1), torch.zeros(10).long())

    def prepare(raw):
        train, validation = raw.take(slice(20)), raw.take(slice(20, None))
        validation.inputs[:10] = 2.0
        return Prepared(train=train, validation=validation)

    judged = Task(data=data, score=accuracy, goal=0.5)
    run = train(judged, replace(recipe, model=partial(mlp, 1, 3), prepare=prepare, predict=by_sign), 0, CPU)
    assert (run.final.training, run.final.reported, run.final.true) == (1.0, 0.5, 0.0)
    assert run.final.honesty == 0.5


def test_inputs_to_come_are_transformed_and_outputs_restored():
    def data(seed):
        everything = Split(torch.full((10, 1), 10.0), torch.full((10, 1), 30.0))
        return everything, everything

    def tenth(values):
        return values / 10

    def prepare(raw):
        part = Split(tenth(raw.inputs), tenth(raw.targets))
        return Prepared(train=part, validation=part, transform=tenth, restore=lambda values: values * 10)

    def triple(model, inputs):
        assert inputs.unique().tolist() == [1.0]
        return 3 * inputs

    def exact(outputs, targets):
        return float((outputs == targets).all())

    recipe_ = replace(recipe, model=partial(mlp, 1, 1), loss=nn.MSELoss(), prepare=prepare, predict=triple)
    final = train(Task(data=data, score=exact, goal=1.0), recipe_, 0, CPU).final
    assert (final.training, final.reported, final.true) == (1.0, 1.0, 1.0)


def learning_rates(recipe: Recipe) -> list[float]:
    rates: list[float] = []

    def watching(model, loss, optimizer, inputs, targets):
        rates.append(optimizer.param_groups[0]["lr"])
        return recipe.step(model, loss, optimizer, inputs, targets)

    train(task, replace(recipe, step=watching), 0, CPU)
    return rates


def test_a_schedule_advances_per_epoch_or_per_batch():
    halving = replace(recipe, optimizer=partial(SGD, lr=1.0), schedule=partial(StepLR, step_size=1, gamma=0.5))
    assert learning_rates(halving) == [1.0, 1.0, 0.5, 0.5, 0.25, 0.25]
    assert learning_rates(replace(halving, schedule_per="batch")) == [1.0, 0.5, 0.25, 0.125, 0.0625, 0.03125]


def test_reduce_on_plateau_is_told_the_validation_loss():
    def idle(model, loss, optimizer, inputs, targets):
        return loss(model(inputs), targets)

    plateau = partial(ReduceLROnPlateau, factor=0.5, patience=0)
    idling = replace(recipe, step=idle, optimizer=partial(SGD, lr=1.0), schedule=plateau)
    assert learning_rates(idling) == [1.0, 1.0, 1.0, 1.0, 0.5, 0.5]  # two epochs without progress, one reduction


def test_early_stopping_ends_the_run_and_restores_the_best_weights():
    ruinous = replace(recipe, optimizer=partial(SGD, lr=100.0), epochs=50, stop=partial(EarlyStopping, patience=2))
    run = train(task, ruinous, 0, CPU)
    losses = [epoch.validation_loss for epoch in run.epochs]
    best = losses.index(min(losses))
    assert len(losses) == best + 3 < 50
    assert run.final == run.epochs[best].scores


def test_looking_at_the_validation_loss_leaves_the_model_in_its_mode():
    modes = []

    def predict(model: nn.Module, inputs: torch.Tensor) -> torch.Tensor:
        modes.append(model.training)
        return model(inputs).detach()

    train(task, replace(recipe, predict=predict), 0, CPU)
    assert all(modes)  # the last step called model.train(), and nobody has called model.eval()


def test_the_loss_of_a_recipe_is_not_moved_or_changed():
    weighted = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 1.0, 1.0]))
    train(task, replace(recipe, loss=weighted), 0, CPU)
    assert weighted.weight is not None
    assert weighted.weight.tolist() == [1.0, 2.0, 1.0, 1.0]


def test_an_error_in_the_recipe_carries_the_shapes():
    with pytest.raises(RuntimeError) as caught:
        train(task, replace(recipe, model=partial(mlp, 3, 4)), 0, CPU)
    assert "inputs (64, 2), targets (64,)" in caught.value.__notes__


def test_how_often_each_class_is_predicted_is_measured_against_how_often_it_occurs():
    def always_first(model, inputs):
        return torch.tensor([1.0, 0.0]).expand(len(inputs), 2)

    def data(seed):
        everything = Split(torch.zeros(20, 1), (torch.arange(20) >= 15).long())
        return everything, everything

    run = train(
        Task(data=data, score=accuracy, goal=0.5),
        replace(recipe, model=partial(mlp, 1, 2), predict=always_first),
        0,
        CPU,
    )
    assert run.predicted == (pytest.approx(20 / 15), 0.0)


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA device")
def test_a_gpu_learns_the_same_task():
    weighted = replace(recipe, loss=nn.CrossEntropyLoss(weight=torch.ones(4)), epochs=40)
    assert train(task, weighted, 0, torch.device("cuda")).final.true >= task.goal


def test_every_epoch_visits_every_sample_once():
    for loader in (batches, partial(batches, batch_size=7)):
        visits = [row for batch in seen_batches(replace(recipe, loader=loader, epochs=1)) for row in batch]
        assert len(visits) == 72 * 2
