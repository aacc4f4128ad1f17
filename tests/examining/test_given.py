"""What is examined before a training: loaders and models of any form, and what is said where something is missing."""

from collections.abc import Iterator
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, IterableDataset

import trainwreck as tw
from tests.examining.conftest import Named, entropy, loader, net, rows, why
from trainwreck.errors import UserError
from trainwreck.examining.report import Report


class Stream(IterableDataset[tuple[Tensor, Tensor]]):
    """Samples that come one after the other."""

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        return iter(rows(48))


def examined(batches: Any, **options: Any) -> Report:
    model = net()
    return tw.examine(model, entropy, torch.optim.SGD(model.parameters(), lr=0.1), batches, seconds=0, **options)


def test_batches_of_a_dictionary_are_not_guessed_at():
    report = examined(DataLoader(Named(), batch_size=8))
    assert "a batch is no pair of inputs and targets, but a dict" in why(report, "raw_pixels")
    assert "seconds" in why(report, "zero_initialization")  # which needs no batch, and only lacks the time


def test_a_loader_that_can_be_walked_through_once_is_left_alone():
    once = iter(loader())
    assert "only once" in why(examined(once), "raw_pixels")
    assert len(list(once)) == 6


@pytest.mark.parametrize("batches", [DataLoader(Stream(), batch_size=8), [[x, y] for x, y in loader()]])
def test_an_iterable_dataset_and_a_list_of_batches_are_as_good_as_any(batches):
    assert "seconds" in why(examined(batches), "raw_pixels")


def test_without_a_validation_loader_what_needs_one_is_said():
    assert why(examined(loader()), "duplicate_leakage") == "`validation`: no validation loader was given"


def test_a_loop_that_was_not_seen_is_cleared_of_nothing():
    report = examined(loader())
    assert "the loop's own step was not seen" in why(report, "accumulated_gradients")

    def step(model: nn.Module, loss: Any, optimizer: Any, inputs: Tensor, targets: Tensor) -> Tensor:
        value: Tensor = loss(model(inputs), targets)
        value.backward()
        optimizer.step()
        return value

    model = net()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    report = tw.examine(model, entropy, optimizer, loader(), step=step)
    assert "accumulated_gradients" in [finding.name for finding in report.findings]


def test_a_model_that_was_trained_before_is_not_asked_about_as_a_fresh_one():
    model = net()
    optimizer = torch.optim.Adam(model.parameters())
    entropy(model(rows()[0][0].repeat(2, 1)), torch.tensor([0, 1])).backward()
    optimizer.step()
    report = tw.examine(model, entropy, optimizer, loader(), seconds=0)
    assert "the training has begun" in why(report, "large_initialization")


def test_what_is_no_model_is_refused_with_the_cure():
    with pytest.raises(UserError, match="Put them in this order"):
        tw.examine(entropy, net(), loader(), loader())  # type: ignore[arg-type]
