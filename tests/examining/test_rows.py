"""What a loss makes of the rows of a batch, and what is believed and said where it compares them."""

import pytest
import torch
from torch import Tensor, nn

from tests.examining.test_fitness import pair
from trainwreck.examining.fitness import of_rows_for_themselves
from trainwreck.examining.material import Material
from trainwreck.examining.rows import compares, times_of_average, twice


def contrasting(outputs: Tensor, targets: Tensor) -> Tensor:
    """Each row is to be more like its partner than like any other."""
    likeness = nn.functional.normalize(outputs, dim=1) @ nn.functional.normalize(outputs, dim=1).T
    return nn.functional.cross_entropy(likeness.fill_diagonal_(-torch.inf), targets)


def weighted(outputs: Tensor, targets: Tensor) -> Tensor:
    return nn.functional.cross_entropy(outputs, targets, weight=torch.tensor([1.0, 2.0, 9.0]))


def broadcast(outputs: Tensor, targets: Tensor) -> Tensor:
    return (outputs[:, :1] - targets).square().mean()


def seen(loss, targets: Tensor) -> Material:
    torch.manual_seed(0)
    return Material(model=nn.Linear(4, 3), loss=loss, batches=[(torch.randn(8, 4), targets)])


@pytest.mark.parametrize(
    ("loss", "times"),
    [(nn.CrossEntropyLoss(), 1.0), (weighted, 1.0), (nn.CrossEntropyLoss(reduction="sum"), 2.0), (broadcast, 1.0)],
)
def test_a_mean_over_rows_is_the_same_for_all_rows_twice_and_a_sum_is_twice_as_much(loss, times):
    found = seen(loss, torch.arange(8) % 3)
    assert twice(found) == pytest.approx(times)
    assert not compares(found)


def test_what_a_check_says_of_targets_is_not_believed_where_the_loss_compares_rows():
    compared, told = seen(contrasting, torch.arange(8).roll(4)), seen(nn.CrossEntropyLoss(), torch.arange(8) % 3)
    assert compares(compared)
    assert of_rows_for_themselves(pair("labels_as_numbers"), compared) != ""
    assert of_rows_for_themselves(pair("labels_as_numbers"), told) == ""
    assert of_rows_for_themselves(pair("accumulated_gradients"), compared) == ""


def test_of_a_loss_that_cannot_be_asked_twice_nothing_is_said():
    found = seen(lambda outputs, targets: (outputs[:, 0] * torch.arange(8)).mean(), torch.arange(8))
    assert twice(found) is None
    assert not compares(found)


def test_a_model_is_measured_by_its_own_average_answer():
    model, inputs = nn.Linear(1, 1, bias=False), torch.randn(64, 1)
    model.weight.data.fill_(1.0)
    found = Material(model=model, trained=model, loss=nn.MSELoss(), batches=[(inputs, inputs + 0.1)])
    [times] = times_of_average(found) or []
    assert times < 0.1


def test_the_average_answer_may_be_viewed_in_another_form():
    def flat(outputs: Tensor, targets: Tensor) -> Tensor:
        return nn.functional.cross_entropy(outputs.view(-1, 5), targets.view(-1))

    model, tokens = nn.Embedding(5, 5), torch.randint(5, (8, 6))
    assert times_of_average(Material(model=model, trained=model, loss=flat, batches=[(tokens, tokens)])) is not None
