"""The three parts that a run is judged on, and what is measured on them."""

from dataclasses import replace
from functools import partial

import pytest
import torch
from torch import nn

from tests.training.quadrants import CPU, RECIPE, TASK
from trainwreck.errors import UserError
from trainwreck.training.loop import train
from trainwreck.training.models import mlp
from trainwreck.training.preparation import Prepared
from trainwreck.training.scores import accuracy
from trainwreck.training.split import Split
from trainwreck.training.task import Task


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
    run = train(judged, replace(RECIPE, model=partial(mlp, 1, 3), prepare=prepare, predict=by_sign), 0, CPU)
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

    prepared = replace(RECIPE, model=partial(mlp, 1, 1), loss=nn.MSELoss(), prepare=prepare, predict=triple)
    final = train(Task(data=data, score=exact, goal=1.0), prepared, 0, CPU).final
    assert (final.training, final.reported, final.true) == (1.0, 1.0, 1.0)


def test_looking_at_the_validation_loss_leaves_the_model_in_its_mode():
    modes = []

    def predict(model: nn.Module, inputs: torch.Tensor) -> torch.Tensor:
        modes.append(model.training)
        return model(inputs).detach()

    train(TASK, replace(RECIPE, predict=predict), 0, CPU)
    assert all(modes)  # the last step called model.train(), and nobody has called model.eval()


def test_the_loss_of_a_recipe_is_not_moved_or_changed():
    weighted = nn.CrossEntropyLoss(weight=torch.tensor([1.0, 2.0, 1.0, 1.0]))
    train(TASK, replace(RECIPE, loss=weighted), 0, CPU)
    assert weighted.weight is not None
    assert weighted.weight.tolist() == [1.0, 2.0, 1.0, 1.0]


def test_how_often_each_class_is_predicted_is_measured_against_how_often_it_occurs():
    def always_first(model, inputs):
        return torch.tensor([1.0, 0.0]).expand(len(inputs), 2)

    def data(seed):
        everything = Split(torch.zeros(20, 1), (torch.arange(20) >= 15).long())
        return everything, everything

    run = train(
        Task(data=data, score=accuracy, goal=0.5),
        replace(RECIPE, model=partial(mlp, 1, 2), predict=always_first),
        0,
        CPU,
    )
    assert run.predicted == (pytest.approx(20 / 15), 0.0)


@pytest.mark.parametrize("value", [None, torch.tensor(0.5), "0.5", float("inf")])
def test_a_score_that_is_no_finite_number_is_refused_with_the_cure(value):
    judged = replace(TASK, score=lambda outputs, targets: value)
    with pytest.raises(UserError, match=r"must return a finite number, and returned .*`\.item\(\)` is one"):
        train(judged, RECIPE, 0, CPU)


def test_a_score_that_is_nan_is_recorded():
    run = train(replace(TASK, score=lambda outputs, targets: float("nan")), RECIPE, 0, CPU)
    assert run.final.true != run.final.true


def test_a_model_that_is_asked_again_wavers_where_its_outputs_differ():
    class Restless(nn.Module):
        def __init__(self):
            super().__init__()
            self.asked = 0
            self.weight = nn.Parameter(torch.ones(()))

        def forward(self, inputs):
            self.asked += 1
            restless = (inputs[:, 0] > 1) * float(self.asked)
            return self.weight * torch.stack([restless, inputs[:, 0]], dim=1)

    def data(seed):
        everything = Split(torch.arange(40.0)[:, None] % 4, torch.zeros(40).long())
        return everything, everything

    def prepare(raw):
        return Prepared(train=raw.take(slice(20)), validation=raw.take(slice(20, None)))

    task = Task(data=data, score=accuracy, goal=0.5)
    run = train(task, replace(RECIPE, model=Restless, prepare=prepare), 0, CPU)
    assert run.wavering == 0.5  # the columns are 0, 1, 2 and 3 in turn
    assert train(task, replace(RECIPE, model=partial(mlp, 1, 2), prepare=prepare), 0, CPU).wavering == 0.0
