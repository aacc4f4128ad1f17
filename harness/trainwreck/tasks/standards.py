"""Good standard models, one function each: what they score on a task's data says how high its goal may lie.

Each takes what the practitioner is given and returns a function from new inputs to outputs, for the task's score.
scikit-learn's estimators are imported where they are used: a training never needs them.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from trainwreck.training.split import Split


def fitted(estimator: Any, available: Split) -> Callable[[Tensor], Tensor]:
    """Fit a scikit-learn estimator to rows of flattened inputs.

    The function returned gives values (n,) if the targets are values, else scores (n, classes) of all the classes that
    are available, be there a sample of each or not.
    """
    estimator.fit(available.inputs.flatten(1).numpy(), available.targets.numpy())

    def outputs(inputs: Tensor) -> Tensor:
        rows = inputs.flatten(1).numpy()
        if available.targets.is_floating_point():
            return torch.as_tensor(estimator.predict(rows))
        classes = int(available.targets.max()) + 1
        if not hasattr(estimator, "predict_proba"):
            return F.one_hot(torch.as_tensor(estimator.predict(rows)), classes).float()
        known = torch.as_tensor(estimator.predict_proba(rows))  # a column for each class that it has met
        return torch.zeros(len(rows), classes, dtype=known.dtype).index_copy(
            1, torch.as_tensor(estimator.classes_), known
        )

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


def ridge_regression(available: Split) -> Callable[[Tensor], Tensor]:
    """Fit a linear regression whose weights are kept small, by as much as cross-validation finds best."""
    from sklearn.linear_model import RidgeCV

    return fitted(RidgeCV(alphas=[10.0**power for power in range(-2, 5)]), available)


def robust_regression(available: Split) -> Callable[[Tensor], Tensor]:
    """Fit a linear regression under Huber's loss, which gross outliers hardly move."""
    from sklearn.linear_model import HuberRegressor

    return fitted(HuberRegressor(), available)


def one_hot_regression(available: Split, column: int) -> Callable[[Tensor], Tensor]:
    """Fit a linear regression, one column of category numbers one-hot encoded."""
    from sklearn.compose import make_column_transformer
    from sklearn.linear_model import LinearRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import OneHotEncoder

    encoded = make_column_transformer((OneHotEncoder(), [column]), remainder="passthrough")
    return fitted(make_pipeline(encoded, LinearRegression()), available)


def imputed_regression(available: Split) -> Callable[[Tensor], Tensor]:
    """Fit a logistic regression to standardised columns, the columns' means in place of NaN."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return fitted(make_pipeline(SimpleImputer(), StandardScaler(), LogisticRegression(max_iter=1000)), available)


def selected_regression(available: Split, columns: int) -> Callable[[Tensor], Tensor]:
    """Fit a logistic regression to the ``columns`` with the highest F-statistic."""
    from sklearn.feature_selection import SelectKBest, f_classif
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline

    return fitted(make_pipeline(SelectKBest(f_classif, k=columns), LogisticRegression()), available)


def patch_regression(available: Split, width: int) -> Callable[[Tensor], Tensor]:
    """Fit a logistic regression that judges each pixel by the ``width`` × ``width`` pixels around it.

    The function returned gives probabilities (n, 1, height, width of the image).
    """
    from sklearn.linear_model import LogisticRegression

    def patches(images: Tensor) -> Any:
        return F.unfold(images, width, padding=width // 2).transpose(1, 2).flatten(0, 1).numpy()

    model = LogisticRegression(max_iter=1000).fit(patches(available.inputs), available.targets.flatten().numpy())
    return lambda images: torch.as_tensor(model.predict_proba(patches(images))[:, 1]).float().view(images.shape)


def boosting(available: Split) -> Callable[[Tensor], Tensor]:
    """Fit gradient-boosted trees: to class numbers as a classifier, to values as a regressor."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    values = available.targets.is_floating_point()
    return fitted(HistGradientBoostingRegressor() if values else HistGradientBoostingClassifier(), available)
