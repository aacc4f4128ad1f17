"""Streams are independent, and training leaves no trace in the process."""

import random

import numpy as np
import pytest
import torch

from trainwreck.training.streams import Stream, derive, isolated, reseed, undisturbed


def draw() -> tuple[float, float, float]:
    return random.random(), float(np.random.rand()), float(torch.rand(()))


def test_the_same_stream_gives_the_same_numbers():
    reseed(3, Stream.LOOP, epoch=2)
    first = draw()
    reseed(3, Stream.LOOP, epoch=2)
    assert draw() == first


def test_every_stream_seed_and_epoch_has_numbers_of_its_own():
    seeds = {derive(seed, stream, epoch) for seed in range(20) for stream in Stream for epoch in range(20)}
    assert len(seeds) == 20 * len(Stream) * 20


def test_generators_and_threads_are_as_they_were_afterwards():
    reseed(1, Stream.DATA)
    threads = torch.get_num_threads()
    expected = draw()
    reseed(1, Stream.DATA)
    with isolated(torch.device("cpu")):
        assert torch.get_num_threads() == 1
        reseed(99, Stream.DATA)
        draw()
    assert draw() == expected
    assert torch.get_num_threads() == threads


def switches() -> list[object]:
    """How PyTorch is set at this moment, for all that runs in this process."""
    return [
        torch.is_grad_enabled(),
        torch.get_default_dtype(),
        torch.get_default_device(),
        torch.is_anomaly_enabled(),
        torch.are_deterministic_algorithms_enabled(),
        torch.is_deterministic_algorithms_warn_only_enabled(),
    ]


MEDDLING = [
    lambda: torch.set_grad_enabled(False),
    lambda: torch.set_default_dtype(torch.float64),
    lambda: torch.set_default_device("meta"),
    lambda: torch.autograd.set_detect_anomaly(True, check_nan=False),
    lambda: torch.use_deterministic_algorithms(True, warn_only=True),
]


@pytest.mark.filterwarnings("ignore:Anomaly Detection")
@pytest.mark.parametrize("meddle", MEDDLING)
@pytest.mark.parametrize("guard", [undisturbed, lambda: isolated(torch.device("cpu"))])
def test_what_code_turns_on_or_off_is_turned_back(guard, meddle):
    before = switches()
    with guard():
        meddle()
        assert switches() != before
    assert switches() == before


def test_the_switches_are_turned_back_after_an_error_too():
    def meddle_and_fail() -> None:
        torch.set_grad_enabled(False)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), undisturbed():
        meddle_and_fail()
    assert torch.is_grad_enabled()
