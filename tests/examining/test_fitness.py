"""When a check that is suspicious is believed, and which symptoms mean something."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from tests.examining.conftest import net, watched
from trainwreck.examining.asking import answers
from trainwreck.examining.fitness import (
    borne_out,
    measured_on_such_data,
    of_answers_that_can_be_scored,
    of_layers_that_learn,
    of_more_than_one_batch,
    of_several_layers,
    of_whole_gradients,
)
from trainwreck.examining.manner import Manner
from trainwreck.examining.material import Material
from trainwreck.examining.observed import material
from trainwreck.examining.symptoms import symptoms
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.symptoms import Symptom
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Reading
from trainwreck.training.setup import Log

FALLING = [1 / step for step in range(1, 101)]
STALLED = [1.0] * 100


def pair(name: str) -> Pair:
    return load(Catalogue().entry(name), Digits())


def seen(losses: list[float], **others: object) -> Material:
    return Material(log=Log(losses, [0.1] * len(losses)), **others)


@pytest.mark.parametrize(
    "name",
    [
        "high_learning_rate",  # more false alarms on record than one in a hundred
        "exploding_gradients",  # measured on a few healthy recurrent networks
        "wrong_output_activation",  # an experiment on what a fresh model can learn
        "too_few_epochs",  # more of the same would help
        "unshuffled_batches",  # the order of rows is somebody's choice
        "class_imbalance",
    ],
)
def test_what_may_be_wrong_is_believed_only_where_the_training_shows_something(name):
    assert borne_out(pair(name), seen(FALLING)) != ""
    assert borne_out(pair(name), seen(STALLED)) == ""
    assert borne_out(pair(name), Material()) == ""  # before the training


@pytest.mark.parametrize("name", ["log_of_zero", "flipped_sign"])
def test_that_a_loss_will_explode_is_believed_only_where_it_does(name):
    assert borne_out(pair(name), seen(FALLING)) != ""
    assert borne_out(pair(name), seen(STALLED)) != ""
    assert borne_out(pair(name), seen([*FALLING, float("nan")])) == ""


@pytest.mark.parametrize("name", ["forgotten_parameters", "unregistered_layers"])
def test_what_was_never_wrong_needs_no_symptom(name):
    assert borne_out(pair(name), seen(FALLING)) == ""


def test_a_model_of_one_layer_is_not_blamed_for_what_lies_between_layers():
    one, two = nn.Linear(4, 3), nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 3))
    assert of_several_layers(pair("missing_nonlinearity"), Material(model=one)) != ""
    assert of_several_layers(pair("missing_nonlinearity"), Material(model=two)) == ""
    assert of_several_layers(pair("forgotten_parameters"), Material(model=one)) == ""


def test_steps_on_all_rows_are_not_taken_for_one_batch_again_and_again():
    batch = torch.randn(8, 2), torch.arange(8) % 2
    again, other = [batch, batch], [batch, (torch.randn(8, 2), batch[1])]
    assert of_more_than_one_batch(pair("repeated_batch"), Material(batches=again)) != ""
    assert of_more_than_one_batch(pair("repeated_batch"), Material(batches=again, rows=800)) == ""
    assert of_more_than_one_batch(pair("repeated_batch"), Material(batches=other)) == ""


def test_where_the_loss_reads_parameters_a_gradient_that_is_missing_on_a_copy_is_not():
    model, targets = net(), torch.arange(4) % 3
    inputs, optimizer = torch.randn(4, 4), torch.optim.SGD(model.parameters(), lr=0.1)

    def loss_of(penalty: bool) -> Material:
        def body() -> None:
            loss = nn.functional.cross_entropy(model(inputs), targets)
            (loss + sum(p.square().sum() for p in model.parameters()) if penalty else loss).backward()
            optimizer.step()

        return material(watched(body).loops[0])

    assert of_whole_gradients(pair("detached_graph"), loss_of(penalty=True)) != ""
    assert of_whole_gradients(pair("detached_graph"), loss_of(penalty=False)) == ""
    assert of_whole_gradients(pair("double_softmax"), loss_of(penalty=True)) == ""


def test_answers_to_zeros_and_ones_are_not_scored_as_numbers():
    inputs = torch.randn(4, 2)
    binary, valued = (Material(batches=[(inputs, t)]) for t in (torch.tensor([0.0, 1, 1, 0]), inputs[:, 0]))
    assert of_answers_that_can_be_scored(pair("too_large_model"), binary) != ""
    assert of_answers_that_can_be_scored(pair("too_large_model"), valued) == ""
    assert of_answers_that_can_be_scored(pair("train_mode_evaluation"), binary) == ""


@pytest.mark.parametrize("frozen", [True, False])
def test_layers_that_somebody_has_frozen_may_be_in_evaluation_mode(frozen):
    model = net()
    model[1].requires_grad_(not frozen)
    given = Material(model=model, optimizer=torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1))
    assert (of_layers_that_learn(Reading(["1"], True), given) != "") is frozen
    assert of_layers_that_learn(Reading(["1", "3"], True), given) == ""  # dropout has nothing to freeze
    assert of_layers_that_learn(Reading(["1.weight"], True), given) == ""


class Noisy(nn.Module):
    """Drops half of its units, whatever its mode."""

    def __init__(self) -> None:
        super().__init__()
        self.first, self.last = nn.Linear(4, 32), nn.Linear(32, 2)

    def forward(self, inputs: torch.Tensor) -> torch.Tensor:
        return self.last(nn.functional.dropout(self.first(inputs).relu(), 0.9))


def test_what_is_suspected_of_a_textbooks_step_as_well_is_no_fault_of_the_step():
    torch.manual_seed(0)
    model = Noisy()
    given = Material(
        model=model,
        optimizer=torch.optim.SGD(model.parameters(), lr=0.1),
        loss=nn.functional.cross_entropy,
        step=Manner(factor=1.0).step,
        own_step=True,
        batches=[(torch.randn(2, 4), torch.arange(2))],
        log=Log(STALLED, [0.1] * 100),
    )
    [answer] = answers(given, [pair("half_precision_underflow")], seconds=60)
    assert answer.unasked == "suspicious, but it suspects a textbook's step as well"
    [answer] = answers(replace(given, step=Manner(clears=True).step), [pair("cleared_gradients")], seconds=60)
    assert answer.accuses


LIKELIHOOD = [1 - 3 * (1 - 0.95**step) for step in range(100)]
ENDLESS = [1 - 0.001 * step**2 for step in range(100)]


@pytest.mark.parametrize(("losses", "shown"), [(LIKELIHOOD, set()), (ENDLESS, {Symptom.DIVERGES})])
def test_a_loss_below_zero_diverges_only_if_it_falls_without_end(losses, shown):
    assert symptoms(seen(losses)) == shown


@pytest.mark.parametrize("state", [{"moving": True}, {"alone": False}, {"begun": True}])
def test_a_loss_that_need_not_fall_does_not_stall(state):
    assert symptoms(seen(STALLED)) == {Symptom.STALLS}
    assert symptoms(seen(STALLED, **state)) == set()


@pytest.mark.parametrize(("weight", "shown"), [(0.5, set()), (0.01, {Symptom.STALLS})])
def test_a_loss_that_has_come_to_rest_below_that_of_the_average_answer_does_not_stall(weight, shown):
    model, inputs = nn.Linear(1, 1, bias=False), torch.randn(64, 1)
    model.weight.data.fill_(weight)
    losses = [1.0] * 10 + [0.95] * 90
    learned = seen(losses, model=model, trained=model, loss=nn.MSELoss(), batches=[(inputs, inputs)])
    assert symptoms(learned) == shown


def test_a_validation_loss_near_zero_may_double():
    for first, found in ((10.0, False), (0.01, True)):
        losses = [first * 0.9**step for step in range(100)]
        log = Log(losses, [0.1] * 100, validation_losses=[0.001, 0.003])
        assert (Symptom.DEPARTS in symptoms(Material(log=log))) is found


def test_what_only_wants_some_rows_gets_those_of_the_training_part():
    given = Material(batches=[(torch.ones(2, 1), torch.ones(2))])
    assert given.why_not("validation", ("model", "predict", "validation")) is None
    assert given.why_not("validation", ("predict", "trained", "train", "validation")) is not None


def test_what_is_asked_for_matters_only_to_a_check_that_sees_it():
    images = torch.rand(8, 1, 16, 16)
    boxes = Material(batches=[(images, torch.rand(8, 4))])
    assert measured_on_such_data(pair("small_initialization"), boxes) == ""
    assert measured_on_such_data(pair("missing_nonlinearity"), boxes) != ""
    assert measured_on_such_data(pair("small_initialization"), Material(batches=[(images[:, 0, 0, 0], images)])) != ""
