"""Tasks on tables: rows with a fixed number of columns."""

from collections.abc import Callable
from functools import partial

import numpy as np
import torch
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder
from torch import Tensor

from harness.references import fitted, linear_regression, logistic_regression
from harness.split import Split
from harness.task import Task, accuracy, balanced_accuracy, explained


def _breast_cancer(seed: int, available: int) -> tuple[Split, Split]:
    columns, labels = load_breast_cancer(return_X_y=True)
    everything = Split(torch.tensor(columns, dtype=torch.float32), torch.tensor(labels))
    rows = np.arange(len(everything))
    # Stratified: the share of the larger class is also the score of a model that names no other.
    mine, held_back = train_test_split(rows, train_size=available, stratify=labels, random_state=seed)
    return everything.take(mine), everything.take(held_back)


def breast_cancer(goal: float, available: int = 400) -> Task:
    """Tell malign from benign tumours by 30 measurements of their cells; 569 real cases, judged by accuracy.

    The columns' means range from 0.004 to 880. A logistic regression on standardised columns reaches 0.97.
    Source: W. Wolberg et al., Breast Cancer Wisconsin (Diagnostic), UCI, 1993, doi:10.24432/C5DW2B.
    """
    data = partial(_breast_cancer, available=available)
    return Task(data=data, score=accuracy, goal=goal, reference=logistic_regression)


def _shifted(targets: Tensor, shift: Tensor, generator: torch.Generator) -> Tensor:
    """Return Gaussian columns of unit variance; the rows of class 1 are moved by ``shift`` (columns,)."""
    noise = torch.randn(len(targets), len(shift), generator=generator)
    return noise + targets.unsqueeze(1) * shift


def _rare_class(seed: int, available: int, held_back: int, share: float) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    shift = torch.full((8,), 1.5 / 8**0.5)

    def draw(samples: int) -> Split:
        targets = (torch.arange(samples) < round(share * samples)).long()  # exactly as many on every seed
        return Split(_shifted(targets, shift, generator), targets)

    return draw(available), draw(held_back)


def rare_class(goal: float, available: int = 6000, held_back: int = 10000, share: float = 0.03) -> Task:
    """Find the few rows of class 1, ``share`` of all, by 8 columns; judged by balanced accuracy, chance is 0.5.

    Both classes are round Gaussian clouds, at a distance of 1.5 standard deviations. The best possible score is
    0.77; so is that of a logistic regression with balanced class weights.
    """
    data = partial(_rare_class, available=available, held_back=held_back, share=share)
    reference = partial(logistic_regression, class_weight="balanced")
    return Task(data=data, score=balanced_accuracy, goal=goal, reference=reference)


def _recorded_later(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    targets = torch.randint(2, (available + held_back,), generator=generator)
    measured = _shifted(targets, torch.full((10,), 0.75), generator)
    visits = torch.poisson(6.0 * targets, generator=generator)
    visits[available:] = 0.0  # when the prediction is needed, no one has been back yet
    everything = Split(torch.column_stack([measured, visits]), targets)
    return everything.take(slice(available)), everything.take(slice(available, None))


def recorded_later(goal: float, available: int = 1000, held_back: int = 1000) -> Task:
    """Tell at admission which patients will fall ill; judged by accuracy, chance is 0.5.

    Columns 0 to 9 are measured at admission. Column 10 counts the follow-up visits: about six for those who fell
    ill, none for the others, and none for anyone in the held-back split, where the visits are still to come.
    A logistic regression on columns 0 to 9 reaches 0.88, the best possible score.
    """
    data = partial(_recorded_later, available=available, held_back=held_back)
    reference = partial(logistic_regression, columns=slice(10))
    return Task(data=data, score=accuracy, goal=goal, reference=reference)


def _wide_table(seed: int, available: int, held_back: int, columns: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    targets = torch.randint(2, (available + held_back,), generator=generator)
    shift = torch.zeros(columns)
    shift[:5] = 0.4
    everything = Split(_shifted(targets, shift, generator), targets)
    return everything.take(slice(available)), everything.take(slice(available, None))


def _best_columns(available: Split) -> Callable[[Tensor], Tensor]:
    model = make_pipeline(SelectKBest(f_classif, k=5), LogisticRegression())
    return fitted(model, available)


def wide_table(goal: float, available: int = 1000, held_back: int = 1500, columns: int = 2000) -> Task:
    """Name one of two classes by a table with more columns than rows; judged by accuracy, chance is 0.5.

    Five columns differ between the classes, by 0.4 standard deviations; the others are noise. The best possible
    score is 0.67; a logistic regression on the five columns with the highest F-statistic reaches 0.65 to 0.69.
    """
    data = partial(_wide_table, available=available, held_back=held_back, columns=columns)
    return Task(data=data, score=accuracy, goal=goal, reference=_best_columns)


def _sales(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, columns, shops = available + held_back, 10, 40
    demand = torch.randn(samples, 1, generator=generator)
    measured = 0.9**0.5 * demand + 0.1**0.5 * torch.randn(samples, columns, generator=generator)
    shop = torch.randint(shops, (samples,), generator=generator)
    targets = torch.linspace(-1.5, 1.5, shops)[shop] + 0.5 * demand.squeeze(1)
    targets += 0.2 * torch.randn(samples, generator=generator)
    everything = Split(torch.column_stack([measured, shop]), targets)
    return everything.take(slice(available)), everything.take(slice(available, None))


def _by_shop(available: Split) -> Callable[[Tensor], Tensor]:
    shop = make_column_transformer((OneHotEncoder(), [10]), remainder="passthrough")
    return fitted(make_pipeline(shop, LinearRegression()), available)


def sales(goal: float, available: int = 4000, held_back: int = 2000) -> Task:
    """Predict a day's sales in one of 40 shops; a regression, judged by R².

    Columns 0 to 9 are much alike: each follows the day's demand, with a correlation of 0.9 between any two. Column 10
    is the shop's number, 0 to 39; shops differ more than days do. The best possible score is 0.96; so is that of a
    linear regression on columns 0 to 9 and the shop's number one-hot encoded.
    """
    data = partial(_sales, available=available, held_back=held_back)
    return Task(data=data, score=explained, goal=goal, reference=_by_shop)


def _readings(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, instruments = available + held_back, 8
    quantity = torch.randn(samples, 1, generator=generator)
    readings = quantity + 0.5 * torch.randn(samples, instruments, generator=generator)
    everything = Split(readings, quantity.squeeze(1) + 3.0)
    return everything.take(slice(available)), everything.take(slice(available, None))


def readings(goal: float, available: int = 1100, held_back: int = 2000) -> Task:
    """Estimate a quantity from eight noisy readings of it, all 3.0 too low; a regression, judged by R².

    The quantity's standard deviation is 1.0, that of each reading's error 0.5. A linear regression reaches 0.97, the
    best possible score.
    """
    data = partial(_readings, available=available, held_back=held_back)
    return Task(data=data, score=explained, goal=goal, reference=linear_regression)
