"""Streams are independent, and training leaves no trace in the process."""

import random

import numpy as np
import torch

from trainwreck.training.streams import Stream, derive, isolated, reseed


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
