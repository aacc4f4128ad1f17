"""Good standard models, one function each: what they score on a task's data says how high its goal may lie.

Each takes what the practitioner is given and returns a function from new inputs to outputs, for the task's score.
scikit-learn's estimators are imported where they are used: a training never needs them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from harness.split import Split

Reference = Callable[[Split], Callable[[Tensor], Tensor]]


def fitted(estimator: Any, available: Split) -> Callable[[Tensor], Tensor]:
    """Fit a scikit-learn estimator to rows of flattened inputs.

    The function returned gives values (n,) if the targets are values, else scores of the classes (n, classes).
    """
    estimator.fit(available.inputs.flatten(1).numpy(), available.targets.numpy())

    def outputs(inputs: Tensor) -> Tensor:
        rows = inputs.flatten(1).numpy()
        if hasattr(estimator, "predict_proba"):
            return torch.as_tensor(estimator.predict_proba(rows))
        answers = torch.as_tensor(estimator.predict(rows))
        return answers if answers.is_floating_point() else F.one_hot(answers).float()

    return outputs


def svm(available: Split) -> Callable[[Tensor], Tensor]:
    """Fit a support vector machine with an RBF kernel, on columns of like scale such as pixels."""
    from sklearn.svm import SVC

    return fitted(SVC(), available)


def logistic_regression(available: Split, columns: slice = slice(None), **options: Any) -> Callable[[Tensor], Tensor]:
    """Fit a logistic regression to standardised columns; ``options`` are scikit-learn's own."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000, **options))
    outputs = fitted(model, replace(available, inputs=available.inputs[:, columns]))
    return lambda inputs: outputs(inputs[:, columns])


def linear_regression(available: Split) -> Callable[[Tensor], Tensor]:
    """Fit an ordinary linear regression."""
    from sklearn.linear_model import LinearRegression

    return fitted(LinearRegression(), available)


def boosting(available: Split) -> Callable[[Tensor], Tensor]:
    """Fit gradient-boosted trees: to class numbers as a classifier, to values as a regressor."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    values = available.targets.is_floating_point()
    return fitted(HistGradientBoostingRegressor() if values else HistGradientBoostingClassifier(), available)


def network(
    available: Split,
    model: Callable[[], nn.Module],
    loss: Callable[[Tensor, Tensor], Tensor],
    rate: float,
    epochs: int,
) -> Callable[[Tensor], Tensor]:
    """Train a network with Adam under a cosine schedule: for sequences, where scikit-learn has no good model."""
    trained = model()
    optimizer = torch.optim.Adam(trained.parameters(), lr=rate)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    for _ in range(epochs):
        for rows in torch.randperm(len(available)).split(64):
            optimizer.zero_grad()
            loss(trained(available.inputs[rows]), available.targets[rows]).backward()
            optimizer.step()
        schedule.step()
    trained.eval().requires_grad_(False)
    return trained
