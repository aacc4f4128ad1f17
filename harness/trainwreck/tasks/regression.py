"""Regression on the rows of tables: a fixed number of columns, and a value to predict."""

import math
from dataclasses import replace
from functools import partial

import torch

from trainwreck.tasks.standards import (
    boosting,
    linear_regression,
    one_hot_regression,
    ridge_regression,
    robust_regression,
)
from trainwreck.training.scores import explained
from trainwreck.training.split import Split
from trainwreck.training.task import Task


def _sales(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, columns, shops = available + held_back, 10, 40
    demand = torch.randn(samples, 1, generator=generator)
    measured = 0.9**0.5 * demand + 0.1**0.5 * torch.randn(samples, columns, generator=generator)
    shop = torch.randint(shops, (samples,), generator=generator)
    targets = torch.linspace(-1.5, 1.5, shops)[shop] + 0.5 * demand.squeeze(1)
    targets += 0.2 * torch.randn(samples, generator=generator)
    everything = Split(torch.column_stack([measured, shop]), targets)
    return everything.cut(available)


def sales() -> Task:
    """Predict a day's sales in one of 40 shops; a regression, judged by R².

    Columns 0 to 9 are much alike: each follows the day's demand, with a correlation of 0.9 between any two. Column 10
    is the shop's number, 0 to 39; shops differ more than days do. The best possible score is 0.96; so is that of a
    linear regression on columns 0 to 9 and the shop's number one-hot encoded.
    """
    data = partial(_sales, available=4000, held_back=2000)
    return Task(data=data, score=explained, goal=0.88, standard=partial(one_hot_regression, column=10))


def _readings(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, instruments = available + held_back, 8
    quantity = torch.randn(samples, 1, generator=generator)
    readings = quantity + 0.5 * torch.randn(samples, instruments, generator=generator)
    everything = Split(readings, quantity.squeeze(1) + 3.0)
    return everything.cut(available)


def readings() -> Task:
    """Estimate a quantity from eight noisy readings of it, all 3.0 too low; a regression, judged by R².

    The quantity's standard deviation is 1.0, that of each reading's error 0.5. A linear regression reaches 0.97, the
    best possible score.
    """
    data = partial(_readings, available=1100, held_back=2000)
    return Task(data=data, score=explained, goal=0.9, standard=linear_regression)


def _friedman(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(available + held_back, 10, generator=generator)
    curved = 10 * (torch.pi * x[:, 0] * x[:, 1]).sin() + 20 * (x[:, 2] - 0.5).square()
    straight = 10 * x[:, 3] + 5 * x[:, 4]
    targets = (curved + straight - 14.4) / 4.9  # mean 0, variance 1
    targets += 0.2 * torch.randn(len(targets), generator=generator)
    everything = Split(2 * x - 1, targets)
    return everything.cut(available)


def friedman() -> Task:
    """Predict a value (mean 0, variance 1) from ten columns in −1…1; a regression, judged by R².

    Two columns count in proportion, three through curves and a product, five not at all; the noise has a deviation
    of 0.2. A linear regression reaches 0.72, gradient-boosted trees 0.94; the best possible score is 0.96.
    Source: J. Friedman, Multivariate adaptive regression splines, 1991, doi:10.1214/aos/1176347963.
    """
    data = partial(_friedman, available=4096, held_back=2000)
    return Task(data=data, score=explained, goal=0.87, standard=boosting)


def _prices(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    mine, test = (
        replace(part, targets=300_000 + 40_000 * part.targets) for part in _friedman(seed, available, held_back)
    )
    return mine, test


def prices(available: int = 2560) -> Task:
    """Predict the price of a house, 300,000 ± 40,000, from ten columns in −1…1; a regression, judged by R².

    The columns are those of ``friedman``, and so are the prices but for their scale. A linear regression reaches
    0.72, gradient-boosted trees 0.93; the best possible score is 0.96.
    """
    data = partial(_prices, available=available, held_back=2000)
    return Task(data=data, score=explained, goal=0.84, standard=boosting)


def _mistyped_bills(seed: int, share: float) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    available, held_back = 1200, 2000
    columns = torch.randn(available + held_back, 8, generator=generator)
    weights = torch.tensor([3.0, -2.0, 2.0, -1.5, 1.0, 0.5, 0.0, 0.0])
    bills = 20 + columns @ weights + torch.randn(len(columns), generator=generator)
    slipped = torch.randperm(available, generator=generator)[: round(share * available)]
    bills[slipped] *= 10
    everything = Split(columns, bills)
    return everything.cut(available)


def mistyped_bills(share: float) -> Task:
    """Predict a bill from 8 columns; a regression, judged by R².

    Bills are 20 on average, with a standard deviation of 4.6. A ``share`` of the available ones, and none of the
    held-back ones, were typed without their decimal point: they are ten times too large. A Huber regression reaches
    0.95, the best possible score.
    """
    data = partial(_mistyped_bills, share=share)
    return Task(data=data, score=explained, goal=0.88, standard=robust_regression)


def _rents(seed: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    available, samples, districts = 2000, 6000, 24
    measured = torch.randn(samples, 4, generator=generator)
    district = torch.randint(districts, (samples,), generator=generator)
    # The alphabet knows nothing of prices: multiples of 7 scatter the levels over the list.
    level = torch.linspace(-1.7, 1.7, districts)[torch.arange(districts) * 7 % districts]
    rent = level[district] + measured @ torch.tensor([0.7, -0.5, 0.4, 0.0])
    rent += 0.3 * torch.randn(samples, generator=generator)
    everything = Split(torch.column_stack([measured, district]), rent)
    return everything.cut(available)


def rents() -> Task:
    """Predict the rent of a flat; a regression, judged by R².

    Columns 0 to 3 are measured. Column 4 is the district's place, 0 to 23, in the alphabetical list of their names:
    half of the variance lies between districts, in no order. A linear regression with the district one-hot encoded
    reaches 0.96, the best possible score.
    """
    return Task(data=_rents, score=explained, goal=0.87, standard=partial(one_hot_regression, column=4))


def _many_influences(
    seed: int, available: int, held_back: int, columns: int, quietest: float, noise: float
) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples = available + held_back
    causes = torch.randn(samples, columns, generator=generator)
    targets = 2 * causes.sum(dim=1) / columns**0.5 + noise * torch.randn(samples, generator=generator)
    # Each column is a mixture of all causes, so that no column shows how loud a cause is.
    mixture, _ = torch.linalg.qr(torch.randn(columns, columns, generator=torch.Generator().manual_seed(0)))
    everything = Split((causes * torch.logspace(0, math.log10(quietest), columns)) @ mixture, targets)
    return everything.cut(available)


def many_influences() -> Task:
    """Predict a quantity to which each of many columns adds a little; a regression, judged by R².

    The 400 columns are mixtures of as many causes, which are equally important, but some are ten times as loud as
    others. Noise makes up a ninth of the targets' variance: the best possible score is 0.89, and a linear regression
    reaches 0.88.
    """
    data = partial(_many_influences, available=8000, held_back=4000, columns=400, quietest=0.1, noise=0.7)
    return Task(data=data, score=explained, goal=0.852, standard=linear_regression)


def _spectra(seed: int, available: int, held_back: int, channels: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, substances = available + held_back, 4
    amounts = torch.randn(samples, substances, generator=generator)
    lines = torch.randn(substances, channels, generator=torch.Generator().manual_seed(0)) / substances**0.5
    spectra = amounts @ lines + 0.4 * torch.randn(samples, channels, generator=generator)
    targets = amounts.sum(dim=1) / substances**0.5 + 0.4 * torch.randn(samples, generator=generator)
    return Split(spectra, targets).cut(available)


def spectra() -> Task:
    """Tell from a spectrum (450,) how nourishing a sample of food is; a regression, judged by R².

    600 samples are for the practitioner, hardly more than a spectrum has channels. Four substances make up the spectra
    and the targets; both are measured with noise of 0.4. A ridge regression reaches 0.85.
    """
    data = partial(_spectra, available=600, held_back=1500, channels=450)
    return Task(data=data, score=explained, goal=0.74, standard=ridge_regression)


def few_influences() -> Task:
    """Predict a quantity to which each of 20 columns adds a little, from 1,000 rows; a regression, judged by R².

    Noise makes up a fifth of the targets' variance: the best possible score is 0.80, and a linear regression reaches
    0.79.
    """
    data = partial(_many_influences, available=1000, held_back=4000, columns=20, quietest=1.0, noise=1.0)
    return Task(data=data, score=explained, goal=0.715, standard=linear_regression)
