"""When a check that is suspicious is believed, and which symptoms mean something."""

from dataclasses import replace

import pytest
import torch
from torch import nn

from trainwreck.examining.asking import answers
from trainwreck.examining.fitness import borne_out, of_more_than_one_batch, of_several_layers
from trainwreck.examining.manner import Manner
from trainwreck.examining.material import Material
from trainwreck.examining.symptoms import symptoms
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.symptoms import Symptom
from trainwreck.tasks.sources import Digits
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
    ],
)
def test_what_may_be_wrong_is_believed_only_where_the_training_shows_something(name):
    assert borne_out(pair(name), seen(FALLING)) != ""
    assert borne_out(pair(name), seen(STALLED)) == ""
    assert borne_out(pair(name), Material()) == ""  # before the training


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


def test_a_validation_loss_near_zero_may_double():
    for first, found in ((10.0, False), (0.01, True)):
        losses = [first * 0.9**step for step in range(100)]
        log = Log(losses, [0.1] * 100, validation_losses=[0.001, 0.003])
        assert (Symptom.DEPARTS in symptoms(Material(log=log))) is found
