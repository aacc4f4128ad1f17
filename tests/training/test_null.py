"""Null runs: what is reported of targets that belong to no input."""

from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.optim import SGD

from trainwreck.training.loop import CPU, train
from trainwreck.training.models import mlp
from trainwreck.training.null import null_report
from trainwreck.training.preparation import Prepared, hold_out
from trainwreck.training.recipe import Recipe
from trainwreck.training.scores import accuracy
from trainwreck.training.split import Split
from trainwreck.training.task import Task


def sides(seed: int) -> tuple[Split, Split]:
    inputs = torch.randn(1200, 2, generator=torch.Generator().manual_seed(seed))
    return Split(inputs, (inputs[:, 0] > 0).long()).cut(800)


TASK = Task(data=sides, score=accuracy, goal=0.9, chance=0.5)
HONEST = Recipe(model=partial(mlp, 2, 2), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=1.0), epochs=3)


def with_answers(raw: Split) -> Prepared:
    train, validation = hold_out(replace(raw, inputs=torch.column_stack([raw.inputs[:, :1], 9.0 * raw.targets])))
    return Prepared(train=train, validation=validation)


def test_where_there_is_nothing_to_learn_an_honest_recipe_reports_chance():
    assert abs(null_report(TASK, HONEST, 0, CPU) - 0.5) < 0.1
    assert train(TASK, HONEST, 0).final.reported > 0.9


def test_a_recipe_that_shows_the_model_the_answers_reports_them_all_the_same():
    assert null_report(TASK, replace(HONEST, prepare=with_answers), 0, CPU) > 0.9


def test_a_null_run_is_the_same_for_the_same_seed():
    assert null_report(TASK, HONEST, 3, CPU) == null_report(TASK, HONEST, 3, CPU)


def test_the_task_keeps_its_targets():
    before = sides(0)[0].targets.clone()
    null_report(TASK, HONEST, 0, CPU)
    assert torch.equal(TASK.data(0)[0].targets, before)
