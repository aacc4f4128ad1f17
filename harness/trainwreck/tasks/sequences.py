"""Tasks on sequences."""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from trainwreck.tasks.standards import linear_regression, logistic_regression, svm
from trainwreck.training.scores import accuracy, classes, explained
from trainwreck.training.split import Split
from trainwreck.training.task import Task


def _swings(seed: int, available: int, held_back: int, length: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, width = available + held_back, 8
    swing = 2 * torch.sin(torch.linspace(0, 2 * torch.pi, width))
    targets = torch.randint(2, (samples,), generator=generator)
    starts = torch.randint(length - width + 1, (samples,), generator=generator)
    signals = 0.3 * torch.randn(samples, length, generator=generator)
    steps = starts.unsqueeze(1) + torch.arange(width)
    signals.scatter_add_(1, steps, (1 - 2 * targets).unsqueeze(1) * swing)
    everything = Split(signals.unsqueeze(2), targets)
    return everything.cut(available)


def swings(length: int = 12) -> Task:
    """Tell whether the one swing in a noisy signal (length, 1) goes up first or down first.

    The values are the same in both classes; only their order differs. 1,600 signals are for the practitioner. Judged by
    accuracy, chance is 0.5. A logistic regression on the sorted values of 12 steps stays at 0.50, on the steps in their
    order it reaches 1.00.
    """
    data = partial(_swings, available=1600, held_back=1000, length=length)
    return Task(data=data, score=accuracy, goal=0.95, chance=0.5, standard=logistic_regression)


def _hums(seed: int, recordings: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, length = recordings + 2000, 32
    targets = torch.randint(4, (samples,), generator=generator)
    starts = torch.rand(samples, 1, generator=generator)
    turn = (torch.arange(length) / length + starts) % 1  # from 0 to 1, and on from 0
    sine, square, ramp = 2**0.5 * (2 * torch.pi * turn).sin(), 1 - 2 * (turn < 0.5).float(), 3**0.5 * (2 * turn - 1)
    pulse = (1 - 4 * (turn < 0.25).float()) / 3**0.5
    heard = torch.stack([sine, square, ramp, pulse])[targets, torch.arange(samples)]  # all as loud
    everything = Split(heard + 0.3 * torch.randn(samples, length, generator=generator), targets)
    return everything.cut(recordings)


def _svm_on_spectrum(available: Split) -> Callable[[Tensor], Tensor]:
    def spectrum(signals: Tensor) -> Tensor:
        strengths: Tensor = torch.fft.rfft(signals).abs()  # the same wherever the recording starts
        return strengths

    outputs = svm(replace(available, inputs=spectrum(available.inputs)))
    return lambda inputs: outputs(spectrum(inputs))


def hums(recordings: int) -> Task:
    """Name which of four pumps is heard on a recording (32,), judged by accuracy.

    Each hums with a shape of its own: a sine, a square, a ramp or a pulse, with noise. A recording lasts for one turn
    of the pump, and starts at any moment of it. Of 200 recordings, an SVM with an RBF kernel on the strengths of their
    frequencies learns to name 0.99 rightly.
    """
    data = partial(_hums, recordings=recordings)
    return Task(data=data, score=accuracy, goal=0.92, chance=0.25, standard=_svm_on_spectrum)


HOURS, WINDOW = 48, 12


def _next_reading(seed: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    warm_up, damping, period, available = 100, 0.97, 8, 64
    shocks = torch.randn(warm_up + HOURS, available + 2000, generator=generator)
    readings = [shocks[0], shocks[1]]
    for shock in shocks[2:]:
        swing = 2 * damping * math.cos(2 * math.pi / period) * readings[-1] - damping**2 * readings[-2]
        readings.append(swing + shock)
    series = torch.stack(readings[warm_up:], dim=1) / 4.2  # to unit variance
    mine, others = series[:available], series[available:]
    return Split(mine, mine), Split(others[:, :WINDOW], others[:, WINDOW])


def _autoregression(available: Split) -> Callable[[Tensor], Tensor]:
    rows = available.inputs.unfold(1, WINDOW + 1, 1).flatten(0, 1)
    return linear_regression(Split(rows[:, :-1], rows[:, -1]))


def next_reading() -> Task:
    """Predict a sensor's next reading from its last twelve ones; a regression, judged by R².

    The practitioner is given whole series (series, 48), as inputs and as targets, and cuts windows from them. The
    held-back split has windows (samples, 12), each with the reading that followed (samples,).
    The series swing with a period of 8 hours, neither in step nor of equal height: repeating the last reading gives
    an R² of 0.4, a linear regression on windows 0.94, the best possible score.
    """
    return Task(data=_next_reading, score=explained, goal=0.85, standard=_autoregression)


def _marked_value(seed: int, available: int, held_back: int, length: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples = available + held_back
    values = torch.randn(samples, length, generator=generator)
    marked = torch.randint(length, (samples,), generator=generator)
    targets = values[torch.arange(samples), marked] + 0.3 * torch.randn(samples, generator=generator)
    everything = Split(torch.stack([values, F.one_hot(marked, length)], dim=2), targets)
    return everything.cut(available)


def _at_the_mark(available: Split) -> Callable[[Tensor], Tensor]:
    def marked(inputs: Tensor) -> Tensor:
        return (inputs[..., 0] * inputs[..., 1]).sum(dim=1, keepdim=True)

    outputs = linear_regression(replace(available, inputs=marked(available.inputs)))
    return lambda inputs: outputs(marked(inputs))


def marked_value(length: int = 12) -> Task:
    """Recall, with some noise in the answers, the one marked value of a sequence; a regression, judged by R².

    Each step is a value and a mark (length, 2); the mark is 1 at one step and 0 at the others.
    A linear regression on the marked value alone reaches 0.92, the best possible score.
    """
    data = partial(_marked_value, available=1280, held_back=1000, length=length)
    return Task(data=data, score=explained, goal=0.83, standard=_at_the_mark)


def _mean_level(seed: int, available: int, held_back: int, length: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, shortest = available + held_back, 2
    levels = torch.randn(samples, generator=generator)
    readings = levels.unsqueeze(1) + 0.7 * torch.randn(samples, length, generator=generator)
    # As many recordings between 2 and 4 steps long as between 4 and 8, or between 8 and 16.
    lengths = shortest * ((length + 1) / shortest) ** torch.rand(samples, generator=generator)
    readings *= torch.arange(length) < lengths.long().unsqueeze(1)
    everything = Split(readings.unsqueeze(2), levels)
    return everything.cut(available)


def _mean_of_readings(available: Split) -> Callable[[Tensor], Tensor]:
    def mean(inputs: Tensor) -> Tensor:
        return inputs.sum(dim=1) / (inputs != 0).sum(dim=1)

    outputs = linear_regression(replace(available, inputs=mean(available.inputs)))
    return lambda inputs: outputs(mean(inputs))


def mean_level() -> Task:
    """Estimate the level around which a recording's noisy readings lie; a regression, judged by R².

    Recordings have 2 to 16 readings, and 6 or 7 on average. They come as (length, 1), with zeros after the last one; a
    real reading is never exactly zero. A linear regression on the mean of the real readings reaches 0.89.
    """
    data = partial(_mean_level, available=6400, held_back=1000, length=16)
    return Task(data=data, score=explained, goal=0.815, standard=_mean_of_readings)


PADDING = 0


def accuracy_on_steps(outputs: Tensor, targets: Tensor) -> float:
    """Return the share of right classes among the steps that are no padding.

    ``outputs`` are (n, classes, time), ``targets`` (n, time) with class 0 for padding.

    >>> accuracy_on_steps(torch.tensor([[[0.0, 9.0, 9.0], [1.0, 0.0, 0.0]]]), torch.tensor([[1, 1, 0]]))
    0.5
    """
    real = targets != PADDING
    return (classes(outputs)[real] == targets[real]).float().mean().item()


def _tagged_steps(seed: int, available: int, held_back: int, length: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, tags, shortest, longest = available + held_back, 3, 2, 4
    targets = torch.randint(1, tags + 1, (samples, length), generator=generator)
    evidence = 2.0 * F.one_hot(targets - 1, tags) + torch.randn(samples, length, tags, generator=generator)
    lengths = torch.randint(shortest, longest + 1, (samples,), generator=generator)
    real = torch.arange(length) < lengths.unsqueeze(1)
    everything = Split(evidence * real.unsqueeze(2), targets * real)
    return everything.cut(available)


def _step_by_step(available: Split) -> Callable[[Tensor], Tensor]:
    real = available.targets != PADDING
    outputs = logistic_regression(Split(available.inputs[real], available.targets[real] - 1))

    def tagged(inputs: Tensor) -> Tensor:
        tags = outputs(inputs.flatten(0, 1)).unflatten(0, inputs.shape[:2])
        return F.pad(tags, (1, 0)).transpose(1, 2)  # a score of 0 for the padding's class

    return tagged


def tagged_steps(length: int = 10) -> Task:
    """Name the tag, 1, 2 or 3, of each step of a short sequence; judged by accuracy on real steps, chance is 0.33.

    Sequences have 2 to 4 steps of three noisy columns, and come as (``length``, 3), with zeros after the last step. The
    targets (length,) are tags, and 0 after the last step. A logistic regression on single steps reaches 0.87.
    """
    data = partial(_tagged_steps, available=1400, held_back=800, length=length)
    return Task(data=data, score=accuracy_on_steps, goal=0.8, chance=1 / 3, standard=_step_by_step)


def _net_steps(seed: int, available: int, held_back: int, length: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples = available + held_back
    bias = torch.rand(samples, 1, generator=generator)
    steps = 2 * (torch.rand(samples, length, generator=generator) < bias).float() - 1
    everything = Split(steps.unsqueeze(2), steps.sum(dim=1))
    return everything.cut(available)


def net_steps(length: int) -> Task:
    """Add up the steps, +1 or -1, of a walk (length, 1): where does it end? A regression, judged by R².

    Some walks lean up, some down, so that the ends lie between -16 and 16. A linear regression reaches 1.00.
    """
    data = partial(_net_steps, available=1080, held_back=300, length=length)
    return Task(data=data, score=explained, goal=0.9, standard=linear_regression)
