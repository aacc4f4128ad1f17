"""Independent streams of random numbers, all derived from one seed.

Data, hold-out split, initialisation and each epoch of the loop draw from streams of their own. So a fix that
uses one number more (dropout, say) still sees the same data, starts from the same weights and meets the same
batches as the broken run it is compared with.
"""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum

import numpy as np
import torch


class Stream(IntEnum):
    """What the random numbers are for."""

    DATA = 0
    SPLIT = 1
    INITIALISATION = 2
    LOOP = 3


def derive(seed: int, stream: Stream, epoch: int = 0) -> int:
    """Return the 32-bit seed of one stream (of one epoch of it)."""
    sequence = np.random.SeedSequence(seed, spawn_key=(stream, epoch))
    return int(sequence.generate_state(1)[0])


def reseed(seed: int, stream: Stream, epoch: int = 0) -> None:
    """Point the global generators of Python, NumPy and PyTorch at one stream.

    Recipes are ordinary PyTorch code, and ordinary code draws from the global generators.
    """
    derived = derive(seed, stream, epoch)
    random.seed(derived)
    np.random.seed(derived)
    # torch.manual_seed would queue a call, with a stack trace, for a GPU that may never be used.
    torch.default_generator.manual_seed(derived)
    if torch.cuda.is_initialized():
        torch.cuda.manual_seed_all(derived)
    if torch.backends.mps.is_available():
        torch.mps.manual_seed(derived)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Leave PyTorch's global switches as they were, whatever the code inside turns on or off."""
    gradients, dtype, anomalies = torch.is_grad_enabled(), torch.get_default_dtype(), torch.is_anomaly_enabled()
    device = torch.get_default_device()
    deterministic = torch.are_deterministic_algorithms_enabled()
    warn_only = torch.is_deterministic_algorithms_warn_only_enabled()
    try:
        yield
    finally:
        torch.set_grad_enabled(gradients)
        torch.set_default_dtype(dtype)
        if torch.get_default_device() != device:  # to set it, even to the same, slows down all that follows
            torch.set_default_device(None if device.type == "cpu" else device)
        torch.autograd.set_detect_anomaly(anomalies)
        torch.use_deterministic_algorithms(deterministic, warn_only=warn_only)


@contextmanager
def isolated(device: torch.device) -> Iterator[None]:
    """Run one training on one CPU thread; leave the process's generators, threads and switches as they were.

    One thread, because the order of a sum depends on the number of threads: with one, a result is the same
    bit for bit however many cores there are.
    """
    python, numpy, threads = random.getstate(), np.random.get_state(), torch.get_num_threads()
    accelerator = {} if device.type == "cpu" else {"device_type": device.type}
    devices = [] if device.type == "cpu" else [device.index or 0]
    with undisturbed(), torch.random.fork_rng(devices, **accelerator):
        torch.set_num_threads(1)
        try:
            yield
        finally:
            torch.set_num_threads(threads)
            np.random.set_state(numpy)
            random.setstate(python)
