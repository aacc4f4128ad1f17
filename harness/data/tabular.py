"""Tasks on tables: rows with a fixed number of columns."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np
import torch
import torch.nn.functional as F
from sklearn.compose import make_column_transformer
from sklearn.datasets import load_breast_cancer
from sklearn.feature_selection import SelectKBest, f_classif
from sklearn.impute import SimpleImputer
from sklearn.linear_model import HuberRegressor, LinearRegression, LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from torch import Tensor

from harness.references import boosting, fitted, linear_regression, logistic_regression, svm
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


def _incomplete_breast_cancer(seed: int, available: int, missing: float) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)

    def incomplete(part: Split) -> Split:
        lost = torch.rand(part.inputs.shape, generator=generator) < missing
        return Split(part.inputs.masked_fill(lost, torch.nan), part.targets)

    mine, held_back = _breast_cancer(seed, available)
    return incomplete(mine), incomplete(held_back)


def _imputed(available: Split) -> Callable[[Tensor], Tensor]:
    return fitted(make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression(max_iter=1000)), available)


def incomplete_breast_cancer(goal: float, available: int = 400, missing: float = 0.05) -> Task:
    """Tell malign from benign tumours, as in ``breast_cancer``, where a share ``missing`` of the cells are NaN.

    Cells are lost at random, in the held-back rows too; with 0.05, one row in five is complete. A logistic regression
    on standardised columns, their means in place of the lost cells, reaches 0.97.
    """
    data = partial(_incomplete_breast_cancer, available=available, missing=missing)
    return Task(data=data, score=accuracy, goal=goal, reference=_imputed)


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


def _spirals(seed: int, available: int, held_back: int, arms: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples = available + held_back
    targets = torch.randperm(samples, generator=generator) % arms
    radius = torch.rand(samples, generator=generator)
    angle = 2 * torch.pi / arms * targets + 4 * radius + 0.2 * torch.randn(samples, generator=generator)
    points = torch.column_stack([radius * angle.sin(), radius * angle.cos()])
    everything = Split(points, targets)
    return everything.take(slice(available)), everything.take(slice(available, None))


def spirals(goal: float, available: int = 2000, held_back: int = 2000, arms: int = 3) -> Task:
    """Name the arm that a point (2,) belongs to, of spirals wound into each other; judged by accuracy.

    Every arm runs outward from the centre to radius 1 and turns by 4 radians on the way; all arms are equally
    frequent. An SVM with an RBF kernel reaches 0.97 with three arms; the best straight borders stay at 0.55.
    Source: the toy data of A. Karpathy's notes for CS231n, https://cs231n.github.io/neural-networks-case-study/
    """
    data = partial(_spirals, available=available, held_back=held_back, arms=arms)
    return Task(data=data, score=accuracy, goal=goal, reference=svm)


def _friedman(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    x = torch.rand(available + held_back, 10, generator=generator)
    curved = 10 * (torch.pi * x[:, 0] * x[:, 1]).sin() + 20 * (x[:, 2] - 0.5).square()
    straight = 10 * x[:, 3] + 5 * x[:, 4]
    targets = (curved + straight - 14.4) / 4.9  # mean 0, variance 1
    targets += 0.2 * torch.randn(len(targets), generator=generator)
    everything = Split(2 * x - 1, targets)
    return everything.take(slice(available)), everything.take(slice(available, None))


def friedman(goal: float, available: int = 4096, held_back: int = 2000) -> Task:
    """Predict a value (mean 0, variance 1) from ten columns in −1…1; a regression, judged by R².

    Two columns count in proportion, three through curves and a product, five not at all; the noise has a deviation
    of 0.2. A linear regression reaches 0.72, gradient-boosted trees 0.92; the best possible score is 0.96.
    Source: J. Friedman, Multivariate adaptive regression splines, 1991, doi:10.1214/aos/1176347963.
    """
    data = partial(_friedman, available=available, held_back=held_back)
    return Task(data=data, score=explained, goal=goal, reference=boosting)


def _prices(seed: int, available: int, held_back: int) -> tuple[Split, Split]:
    mine, test = (
        replace(part, targets=300_000 + 40_000 * part.targets) for part in _friedman(seed, available, held_back)
    )
    return mine, test


def prices(goal: float, available: int = 2560, held_back: int = 2000) -> Task:
    """Predict the price of a house, 300,000 ± 40,000, from ten columns in −1…1; a regression, judged by R².

    The columns are those of ``friedman``, and so are the prices but for their scale. A linear regression reaches
    0.72, gradient-boosted trees 0.92; the best possible score is 0.96.
    """
    data = partial(_prices, available=available, held_back=held_back)
    return Task(data=data, score=explained, goal=goal, reference=boosting)


def _careless_labels(seed: int, available: int, held_back: int, columns: int, wrong: float) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    targets = torch.randint(2, (available + held_back,), generator=generator)
    inputs = _shifted(targets, torch.full((columns,), 4 / columns**0.5), generator)
    labels = targets.clone()
    labels[: round(wrong * available)] = 1 - targets[: round(wrong * available)]  # exactly as many on every seed
    mine, test = Split(inputs, labels).take(slice(available)), Split(inputs, targets).take(slice(available, None))
    return mine, test


def careless_labels(
    goal: float, available: int = 640, held_back: int = 1500, columns: int = 40, wrong: float = 0.3
) -> Task:
    """Name one of two classes by 40 columns, after learning from labels of which 30 % are wrong; by accuracy.

    Both classes are round Gaussian clouds, at a distance of 4 standard deviations; the held-back labels are right.
    The best possible score is 0.98; a logistic regression on 480 rows reaches 0.83.
    """
    data = partial(_careless_labels, available=available, held_back=held_back, columns=columns, wrong=wrong)
    return Task(data=data, score=accuracy, goal=goal, reference=logistic_regression)


def _mistyped_bills(seed: int, available: int, held_back: int, share: float) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    columns = torch.randn(available + held_back, 8, generator=generator)
    weights = torch.tensor([3.0, -2.0, 2.0, -1.5, 1.0, 0.5, 0.0, 0.0])
    bills = 20 + columns @ weights + torch.randn(len(columns), generator=generator)
    slipped = torch.randperm(available, generator=generator)[: round(share * available)]
    bills[slipped] *= 10
    everything = Split(columns, bills)
    return everything.take(slice(available)), everything.take(slice(available, None))


def _robust_regression(available: Split) -> Callable[[Tensor], Tensor]:
    return fitted(HuberRegressor(), available)


def mistyped_bills(goal: float, available: int = 1200, held_back: int = 2000, share: float = 0.03) -> Task:
    """Predict a bill from 8 columns; a regression, judged by R².

    Bills are 20 on average, with a standard deviation of 4.6. A ``share`` of the available ones, and none of the
    held-back ones, were typed without their decimal point: they are ten times too large. A Huber regression reaches
    0.95, the best possible score.
    """
    data = partial(_mistyped_bills, available=available, held_back=held_back, share=share)
    return Task(data=data, score=explained, goal=goal, reference=_robust_regression)


def _rents(seed: int, available: int, held_back: int, districts: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples = available + held_back
    measured = torch.randn(samples, 4, generator=generator)
    district = torch.randint(districts, (samples,), generator=generator)
    # The alphabet knows nothing of prices: multiples of 7 scatter the levels over the list.
    level = torch.linspace(-1.7, 1.7, districts)[torch.arange(districts) * 7 % districts]
    rent = level[district] + measured @ torch.tensor([0.7, -0.5, 0.4, 0.0])
    rent += 0.3 * torch.randn(samples, generator=generator)
    everything = Split(torch.column_stack([measured, district]), rent)
    return everything.take(slice(available)), everything.take(slice(available, None))


def _by_district(available: Split) -> Callable[[Tensor], Tensor]:
    district = make_column_transformer((OneHotEncoder(), [4]), remainder="passthrough")
    return fitted(make_pipeline(district, LinearRegression()), available)


def rents(goal: float, available: int = 2000, held_back: int = 2000, districts: int = 24) -> Task:
    """Predict the rent of a flat; a regression, judged by R².

    Columns 0 to 3 are measured. Column 4 is the district's place, 0 to 23, in the alphabetical list of their names:
    half of the variance lies between districts, in no order. A linear regression with the district one-hot encoded
    reaches 0.95, the best possible score.
    """
    data = partial(_rents, available=available, held_back=held_back, districts=districts)
    return Task(data=data, score=explained, goal=goal, reference=_by_district)


def _many_influences(seed: int, available: int, held_back: int, columns: int) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples = available + held_back
    inputs = torch.randn(samples, columns, generator=generator)
    weights = torch.linspace(-1, 1, columns)
    targets = inputs @ (2 * weights / weights.norm()) + torch.randn(samples, generator=generator)
    everything = Split(inputs, targets)
    return everything.take(slice(available)), everything.take(slice(available, None))


def many_influences(goal: float, available: int = 8000, held_back: int = 1000, columns: int = 400) -> Task:
    """Predict a quantity to which each of many columns adds a little; a regression, judged by R².

    The columns are independent, of unit variance. Noise makes up a fifth of the targets' variance: the best possible
    score is 0.80, and a linear regression reaches 0.78.
    """
    data = partial(_many_influences, available=available, held_back=held_back, columns=columns)
    return Task(data=data, score=explained, goal=goal, reference=linear_regression)


def _mislabelled(seed: int, available: int, held_back: int, wrong: float) -> tuple[Split, Split]:
    generator = torch.Generator().manual_seed(seed)
    samples, columns, classes = available + held_back, 30, 5
    right = torch.randint(classes, (samples,), generator=generator)
    inputs = torch.randn(samples, columns, generator=generator) + 4.0 * F.one_hot(right, columns)
    others = (right + torch.randint(1, classes, (samples,), generator=generator)) % classes
    slips = torch.rand(samples, generator=generator) < wrong
    given = torch.where(slips, others, right)
    return Split(inputs[:available], given[:available]), Split(inputs[available:], right[available:])


def mislabelled(goal: float, available: int = 1200, held_back: int = 2000, wrong: float = 1 / 3) -> Task:
    """Name one of five classes by 30 columns; judged by accuracy, chance is 0.2.

    Class k differs from the others in column k, by 4.0 standard deviations. A share ``wrong`` of the available labels
    is replaced by another class at random; the held-back ones are right. A logistic regression reaches 0.93.
    """
    data = partial(_mislabelled, available=available, held_back=held_back, wrong=wrong)
    return Task(data=data, score=accuracy, goal=goal, reference=logistic_regression)
