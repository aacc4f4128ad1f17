"""Classification of the rows of tables: a fixed number of columns, and a class to name."""

from functools import partial

import torch
import torch.nn.functional as F
from torch import Tensor

from trainwreck.tasks.standards import imputed_regression, logistic_regression, selected_regression, svm
from trainwreck.training.scores import accuracy, balanced_accuracy
from trainwreck.training.split import Split
from trainwreck.training.task import Task


def _shifted(targets: Tensor, shift: Tensor, generator: torch.Generator) -> Tensor:
    """Return Gaussian columns of unit variance; the rows of class 1 are moved by ``shift`` (columns,)."""
    noise = torch.randn(len(targets), len(shift), generator=generator)
    return noise + targets.unsqueeze(1) * shift


def _blood_values(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    columns = 30
    targets = torch.randint(2, (available + held_back,), generator=generator)
    measured = _shifted(targets, torch.full((columns,), 4 / columns**0.5), generator)
    units = torch.logspace(-2.5, 2.5, columns)  # each column has its own
    everything = Split(units * (3 + measured), targets)
    return everything.cut(available)


def blood_values(available: int = 400, held_back: int = 1500) -> Task:
    """Tell the ill from the well by 30 blood values, each in a unit of its own; judged by accuracy, chance is 0.5.

    Both classes are round Gaussian clouds, at a distance of 4 standard deviations, but for the units: the columns'
    deviations range from 0.003 to 300. The best possible score is 0.98; a logistic regression on standardised columns
    reaches 0.95.
    """
    data = partial(_blood_values, available=available, held_back=held_back)
    return Task(data=data, score=accuracy, goal=0.92, chance=0.5, standard=logistic_regression)


def _incomplete_blood_values(seed: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)

    def incomplete(part: Split) -> Split:
        lost = torch.rand(part.inputs.shape, generator=generator) < 0.05
        return Split(part.inputs.masked_fill(lost, torch.nan), part.targets)

    mine, held_back = _blood_values(seed, available=400, held_back=1500)
    return incomplete(mine), incomplete(held_back)


def incomplete_blood_values() -> Task:
    """Tell the ill from the well, as in ``blood_values``, where one cell in twenty is NaN.

    Cells are lost at random, in the held-back rows too; one row in five is complete. A logistic regression on
    standardised columns, their means in place of the lost cells, reaches 0.94.
    """
    return Task(data=_incomplete_blood_values, score=accuracy, goal=0.916, chance=0.5, standard=imputed_regression)


def _rare_class(seed: int, share: float) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    shift = torch.full((8,), 2 / 8**0.5)

    def draw(samples: int) -> Split:
        targets = (torch.arange(samples) < round(share * samples)).long()  # exactly as many on every seed
        return Split(_shifted(targets, shift, generator), targets)

    return draw(6000), draw(10000)


def rare_class(share: float) -> Task:
    """Find the few rows of class 1, ``share`` of all, by 8 columns; judged by balanced accuracy, chance is 0.5.

    Both classes are round Gaussian clouds, at a distance of 2 standard deviations. The best possible score is 0.84;
    so is that of a logistic regression with balanced class weights.
    """
    data = partial(_rare_class, share=share)
    standard = partial(logistic_regression, class_weight="balanced")
    return Task(data=data, score=balanced_accuracy, goal=0.81, chance=0.5, standard=standard)


def _recorded_later(seed: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    available, held_back = 2000, 2000
    targets = torch.randint(2, (available + held_back,), generator=generator)
    measured = _shifted(targets, torch.full((10,), 0.75), generator)
    visits = torch.poisson(6.0 * targets, generator=generator)
    visits[available:] = 0.0  # when the prediction is needed, no one has been back yet
    everything = Split(torch.column_stack([measured, visits]), targets)
    return everything.cut(available)


def recorded_later() -> Task:
    """Tell at admission which patients will fall ill; judged by accuracy, chance is 0.5.

    Columns 0 to 9 are measured at admission. Column 10 counts the follow-up visits: about six for those who fell
    ill, none for the others, and none for anyone in the held-back split, where the visits are still to come.
    A logistic regression on columns 0 to 9 reaches 0.87; the best possible score is 0.88.
    """
    standard = partial(logistic_regression, columns=slice(10))
    return Task(data=_recorded_later, score=accuracy, goal=0.844, chance=0.5, standard=standard)


def _wide_table(seed: int, columns: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    available, held_back = 1000, 1500
    targets = torch.randint(2, (available + held_back,), generator=generator)
    shift = torch.zeros(columns)
    shift[:5] = 0.6
    everything = Split(_shifted(targets, shift, generator), targets)
    return everything.cut(available)


def wide_table(columns: int) -> Task:
    """Name one of two classes by a table with more columns than rows; judged by accuracy, chance is 0.5.

    Five columns differ between the classes, by 0.6 standard deviations; the others are noise. The best possible
    score is 0.75; so is that of a logistic regression on the five columns with the highest F-statistic.
    """
    data = partial(_wide_table, columns=columns)
    return Task(data=data, score=accuracy, goal=0.725, chance=0.5, standard=partial(selected_regression, columns=5))


def _spirals(seed: int, available: int, held_back: int, arms: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples = available + held_back
    targets = torch.randperm(samples, generator=generator) % arms
    radius = torch.rand(samples, generator=generator)
    angle = 2 * torch.pi / arms * targets + 4 * radius + 0.2 * torch.randn(samples, generator=generator)
    points = torch.column_stack([radius * angle.sin(), radius * angle.cos()])
    everything = Split(points, targets)
    return everything.cut(available)


def spirals() -> Task:
    """Name the arm that a point (2,) belongs to, of three spirals wound into each other; judged by accuracy.

    Every arm runs outward from the centre to radius 1 and turns by 4 radians on the way; all arms are equally
    frequent. An SVM with an RBF kernel reaches 0.98; the best straight borders stay at 0.55.
    Source: the toy data of A. Karpathy's notes for CS231n, https://cs231n.github.io/neural-networks-case-study/
    """
    data = partial(_spirals, available=2000, held_back=2000, arms=3)
    return Task(data=data, score=accuracy, goal=0.92, chance=1 / 3, standard=svm)


def _mislabelled(seed: int, wrong: float) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    available, samples, columns, classes = 1000, 3000, 30, 5
    right = torch.randint(classes, (samples,), generator=generator)
    inputs = torch.randn(samples, columns, generator=generator) + 4.0 * F.one_hot(right, columns)
    others = (right + torch.randint(1, classes, (samples,), generator=generator)) % classes
    slips = torch.rand(samples, generator=generator) < wrong
    given = torch.where(slips, others, right)
    return Split(inputs[:available], given[:available]), Split(inputs[available:], right[available:])


def mislabelled(wrong: float) -> Task:
    """Name one of five classes by 30 columns; judged by accuracy, chance is 0.2.

    Class k differs from the others in column k, by 4.0 standard deviations. A share ``wrong`` of the available labels
    is replaced by another class at random; the held-back ones are right. With a quarter, a logistic regression reaches
    0.93.
    """
    data = partial(_mislabelled, wrong=wrong)
    return Task(data=data, score=accuracy, goal=0.87, chance=0.2, standard=logistic_regression)
