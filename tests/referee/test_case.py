"""The views of a case: each shows the training as it would be without anyone looking on."""

import inspect
import math
import sys

import pytest
import torch

from tests.referee.conftest import CPU, DRAWS, SEED, drawn
from trainwreck.training.loop import initialised
from trainwreck.training.observer import Observer
from trainwreck.training.run import Reading


def test_a_training_is_the_run_itself(lively):
    losses, epochs, ends = [], [], []
    lively.case.train(
        Observer(
            step=lambda step: losses.append(step.loss),
            epoch=lambda number, epoch: epochs.append((number, epoch)),
            end=ends.append,
        )
    )
    assert tuple(losses) == lively.run.losses
    assert [number for number, _ in epochs] == [0, 1, 2, 3]
    for (_, seen), told in zip(epochs, lively.run.epochs, strict=True):
        assert seen.validation_loss == told.validation_loss
        assert seen.scores.training == told.scores.training
        assert seen.scores.reported == told.scores.reported
    assert len(ends) == 1


def test_steps_come_in_order_with_their_batches_and_the_true_score_is_kept_back(lively):
    seen = []
    lively.case.train(
        Observer(
            start=lambda *_: seen.append("start"),
            step=lambda step: seen.append((step.number, step.epoch, len(step.inputs), len(step.targets))),
            epoch=lambda number, epoch: seen.append((number, math.isnan(epoch.scores.true))),
            end=lambda _: seen.append("end"),
        )
    )
    assert seen[:5] == ["start", (0, 0, 120, 120), (1, 0, 120, 120), (2, 0, 60, 60), (0, True)]
    assert seen[5:9] == [(3, 1, 120, 120), (4, 1, 120, 120), (5, 1, 60, 60), (1, True)]
    assert seen[13:] == [(9, 3, 120, 120), (10, 3, 120, 120), (11, 3, 60, 60), (3, True), "end"]


def test_the_held_back_part_is_no_more_than_a_row(lively):
    held_back = []
    lively.case.train(Observer(start=lambda *_: held_back.append(sys._getframe(1).f_locals["exam"].held_back)))
    assert [len(part) for part in held_back] == [1]


def test_the_first_batch_and_the_model_are_those_that_a_training_starts_with(lively):
    started = []

    def start(model, optimizer, loss):
        started.append(([p.detach().clone() for p in model.parameters()], optimizer.param_groups[0]["lr"], type(loss)))

    steps = []
    lively.case.train(Observer(start=start, step=steps.append))
    batch = lively.case.batch()
    weights, rate, kind = started[0]
    assert all(torch.equal(p, old) for p, old in zip(batch.model.parameters(), weights, strict=True))
    assert all(
        torch.equal(p, old)
        for p, old in zip(batch.model.parameters(), initialised(lively.recipe, SEED, CPU).parameters(), strict=True)
    )
    assert (batch.optimizer.param_groups[0]["lr"], type(batch.loss)) == (rate, kind)
    assert torch.equal(batch.inputs, steps[0].inputs)
    assert torch.equal(batch.targets, steps[0].targets)
    assert not torch.equal(batch.inputs, steps[1].inputs)


def test_that_holds_for_a_loader_that_draws_numbers_when_it_is_made(tmp_path):
    case, steps = drawn(tmp_path, DRAWS.replace("EPOCHS", "2")), []
    case.train(Observer(step=steps.append))
    assert torch.equal(case.batch().inputs, steps[0].inputs)


WARM_UP = "loader=draws, schedule=lambda optimizer: torch.optim.lr_scheduler.LinearLR(optimizer, 0.25, 1.0)"


def test_the_rate_is_that_of_the_first_step_where_a_warm_up_lowers_it(tmp_path):
    case = drawn(tmp_path, DRAWS.replace("EPOCHS", "1").replace("loader=draws", WARM_UP))
    assert case.log().lr[0] == pytest.approx(0.025)
    assert case.batch().optimizer.param_groups[0]["lr"] == pytest.approx(0.025)


OWN_STEP = """
def own(model, loss, optimizer, inputs, targets):
    with torch.no_grad():
        model.weight += 1
    return loss(model(inputs), targets) * 0 + 7

recipe ="""


def test_an_update_is_the_step_that_the_set_up_makes(tmp_path):
    source = DRAWS.replace("EPOCHS", "1").replace("loader=draws", "loader=draws, step=own")
    case = drawn(tmp_path, source.replace("\nrecipe =", OWN_STEP))
    batch = case.batch()
    before = batch.model.weight.detach().clone()
    assert case.update(batch) == 7.0
    assert torch.equal(batch.model.weight, before + 1)


def test_updates_of_the_first_batch_begin_as_the_training_does(lively):
    without_dropout = lively.case.batch()
    for module in without_dropout.model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    first, second = lively.case.update(without_dropout), lively.case.update(without_dropout)
    assert second < first


def test_data_are_the_prepared_parts(lively):
    for part, expected in zip(lively.case.data(), (lively.exam.train, lively.exam.validation), strict=True):
        assert torch.equal(part.inputs, expected.inputs)
        assert torch.equal(part.targets, expected.targets)
    assert [len(part) for part in lively.case.data()] == [300, 100]


def test_raw_data_are_what_was_there_before_any_of_it_was_prepared_and_a_copy_each_time(lively):
    raw = lively.case.raw()
    prepared = torch.cat([part.inputs for part in lively.case.data()])
    assert torch.equal(prepared.sort(dim=0).values, (raw.inputs / 2).sort(dim=0).values)  # it halves them
    raw.inputs.zero_()
    assert lively.case.raw().inputs.any()
    assert raw.inputs.untyped_storage().nbytes() == raw.inputs.numel() * 4


def test_loaders_are_the_set_ups_own_and_one_that_walks_the_validation_part_in_order(lively):
    training, validation = lively.case.loaders()
    assert sorted(len(inputs) for inputs, _ in training) == [60, 120, 120]
    _, part = lively.case.data()
    assert torch.equal(torch.cat([inputs for inputs, _ in validation]), part.inputs)
    assert torch.equal(torch.cat([targets for _, targets in validation]), part.targets)


def test_planned_steps_are_those_of_a_run_that_nothing_ends_earlier(lively, tmp_path):
    assert lively.case.planned_steps() == len(lively.run.losses) == 12
    ends = DRAWS.replace("EPOCHS", "3").replace("nn.CrossEntropyLoss()", "lambda x, y: x.sum() / 0")
    case = drawn(tmp_path, ends)
    assert (case.planned_steps(), len(case.log())) == (12, 1)


def test_a_start_has_the_schedule_of_its_optimizer_and_none_where_there_is_none(lively, tmp_path):
    batch = lively.case.batch()
    assert isinstance(batch.schedule, torch.optim.lr_scheduler.StepLR)
    assert batch.schedule.optimizer is batch.optimizer
    assert drawn(tmp_path, DRAWS.replace("EPOCHS", "1")).batch().schedule is None


def test_the_score_is_the_tasks_and_has_its_name(lively):
    assert lively.case.score.__name__ == "accuracy"
    assert lively.case.score(torch.tensor([[0.0, 1.0], [0.0, 1.0]]), torch.tensor([1, 0])) == 0.5


def test_the_vocabulary_has_every_fault_below_its_component(lively):
    words = lively.case.vocabulary()
    assert words["toy"] == ["lively"]
    assert "double_softmax" in words["loss"]


def test_before_an_update_the_gradients_are_those_that_it_is_made_of(lively):
    before, after, losses = [], [], []

    def look(model, optimizer):
        rate = optimizer.param_groups[0]["lr"]
        before.append([p.detach() - rate * p.grad for p in model.parameters()])

    def step(made):
        losses.append(made.loss)
        after.append([p.detach().clone() for p in models[0].parameters()])

    models = []
    lively.case.train(Observer(start=lambda model, *_: models.append(model), step=step), before_update=look)
    assert tuple(losses) == lively.run.losses
    assert len(before) == len(after) == 12
    for expected, found in zip(before, after, strict=True):
        assert all(torch.allclose(a, b) for a, b in zip(expected, found, strict=True))


def test_who_never_lets_the_optimizer_step_has_no_moment_before_an_update(tmp_path):
    source = DRAWS.replace("EPOCHS", "1").replace("loader=draws", "loader=draws, step=own")
    seen = []
    drawn(tmp_path, source.replace("\nrecipe =", OWN_STEP)).train(Observer(), before_update=lambda *_: seen.append(1))
    assert seen == []


def test_predict_is_the_set_ups_own(lively):
    batch = lively.case.batch()
    expected = lively.recipe.predict(batch.model, batch.inputs)
    assert torch.equal(lively.case.predict(batch.model, batch.inputs), expected)
    assert not batch.model.training


def test_every_view_starts_afresh(lively):
    def losses() -> list[float]:
        seen = []
        lively.case.train(Observer(step=lambda step: seen.append(step.loss)))
        return seen

    torch.manual_seed(11)
    first = losses()
    batch = lively.case.batch()
    for _ in range(3):
        lively.case.update(batch)
    train_part, _ = lively.case.data()
    train_part.inputs.zero_()
    batch.inputs.zero_()
    torch.manual_seed(12)
    assert losses() == first
    assert lively.case.log().loss.tolist() == first
    again = lively.case.batch()
    assert any(not torch.equal(a, b) for a, b in zip(again.model.parameters(), batch.model.parameters(), strict=True))
    assert again.inputs.any()
    assert again.model is not batch.model


SLICED = """

def sliced(raw):
    raw.inputs.mul_(2)
    return Prepared(train=raw.take(slice(48)), validation=raw.take(slice(48, None)))

recipe ="""


def test_that_holds_for_data_that_are_changed_in_place(tmp_path):
    source = DRAWS.replace("EPOCHS", "1").replace("loader=draws", "loader=draws, prepare=sliced")
    case = drawn(
        tmp_path, "from trainwreck.training.preparation import Prepared\n" + source.replace("\nrecipe =", SLICED)
    )
    part, _ = case.data()
    kept = part.inputs.clone()
    part.inputs.zero_()
    assert torch.equal(case.data()[0].inputs, kept)


def test_a_view_leaves_the_tools_own_random_numbers_alone(lively):
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    lively.case.batch()
    lively.case.data()
    lively.case.log()
    assert torch.equal(torch.rand(1), expected)


def test_the_source_is_a_file_whose_code_python_can_show(tmp_path):
    case = drawn(tmp_path, DRAWS.replace("EPOCHS", "1"))
    assert case.source() == (tmp_path / "training_setup.py").read_text()
    assert inspect.getsource(case._recipe.loader).startswith("def draws(split):")


def test_a_check_reads_the_set_up_and_all_checks_share_one_training(lively):
    def how_long(log):
        """How many losses are there?"""
        return Reading(len(log.losses), suspicious=False)

    def how_wide(inputs):
        """How wide is a batch?"""
        return Reading(inputs.shape[1], suspicious=True)

    assert lively.case.read(how_long) == Reading(len(lively.run.losses), suspicious=False)
    assert lively.case.read(how_wide) == Reading(2, suspicious=True)


def test_a_check_that_asks_for_new_data_does_not_apply_because_a_case_has_none(lively):
    def how_many(new):
        """How many new rows are there?"""
        return Reading(len(new), suspicious=True)

    assert lively.case.read(how_many) is None
