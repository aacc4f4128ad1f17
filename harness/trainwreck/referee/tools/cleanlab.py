"""cleanlab: Datalab's audit of the training data, and of what training and validation part share.

It sees inputs, targets and out-of-sample predictions: wrong labels, outliers, near duplicates, an order that matters,
rare classes, missing values. It can't see model, loss, optimizer or loop, nor whether they cope with what is in the
data: it speaks of the data even where the set-up has dealt with them (early stopping, class weights, a loader that
shuffles).

Configuration: ``Datalab(task=…).find_issues(features=, pred_probs=)`` with its defaults. The features are the prepared
inputs, the predictions those of five shuffled folds of a logistic (or ridge) regression on standardised features. Then,
as in its tutorial on training and test data, the near duplicates of both parts together.

Datalab lists issues, a few of them in any data, and gives no verdict, so that the thresholds are this adapter's: a
tenth of the rows for wrong labels, outliers, and validation rows with a duplicate in the training part; any missing
value; and Datalab's own rule for classes and order. A tenth was settled on after a preview of one seed (docs/tools.md).
Nothing found is ``abstain``: clean data are not yet a healthy training. So are inputs of whole numbers, which
distances say nothing about, and targets of more than one value a row.

Source: https://github.com/cleanlab/cleanlab
"""

import os
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trainwreck.referee.answer import ABSTAIN, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case

DISTRIBUTION = "cleanlab"
MANY = 0.1  # share of the rows
FOLDS = 5

CAUSES: dict[str, tuple[Cause, ...]] = {
    "null": (Cause("data", "missing_values"),),
    "label": (Cause("data", "label_noise"), Cause("data", "misaligned_labels")),
    "class_imbalance": (Cause("data", "class_imbalance"),),
    "non_iid": (Cause("data", "unshuffled_batches"),),
    "near_duplicate": (Cause("data", "duplicate_leakage"),),
    "outlier": (Cause("data", "outliers"),),
}
OF_VALUES = {"label": (Cause("data", "outliers"),)}  # a wrong label in a regression is a value far off


def diagnose(case: Case) -> Diagnosis:
    """Audit the data."""
    train, validation = case.data()
    if not train.inputs.is_floating_point() or train.targets.numel() != len(train):
        return ABSTAIN
    # In double precision: in single, copies of a row lie as far apart as rounding has it.
    features, others = (part.inputs.cpu().flatten(1).double().numpy() for part in (train, validation))
    regression = train.targets.is_floating_point()
    # cleanlab's Datalab keeps its rows in Hugging Face's datasets, which shall not look for a network.
    os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TQDM_DISABLE="1")
    counts = issues(features, train.targets.cpu().flatten().numpy(), regression)
    findings = judged(counts, len(train), CAUSES | OF_VALUES if regression else CAUSES)
    if np.isfinite(features).all() and np.isfinite(others).all():
        shared = leaked(features, others)
        if shared > MANY * len(others):
            seen = f"near_duplicate: {shared} of {len(others)} validation rows are in the training part"
            findings.append((seen, CAUSES["near_duplicate"]))
    return faulty(findings) if findings else ABSTAIN


def judged(
    counts: dict[str, int], rows: int, causes: dict[str, tuple[Cause, ...]]
) -> list[tuple[str, tuple[Cause, ...]]]:
    """Return what is found to be at fault, given how many rows have which issue."""
    enough = {"null": 0.0, "label": MANY * rows, "class_imbalance": 0.0, "non_iid": 0.0, "outlier": MANY * rows}
    return [
        (f"{issue}: {counts[issue]} issues in {rows} rows", causes[issue])
        for issue, bound in enough.items()
        if counts.get(issue, 0) > bound
    ]


def issues(features: NDArray[Any], targets: NDArray[Any], regression: bool) -> dict[str, int]:
    """Return how many rows have which issue; of missing values, how many rows have one."""
    from cleanlab import Datalab

    labels = targets if regression else np.unique(targets, return_inverse=True)[1]
    task = "regression" if regression else "classification"
    lab = Datalab(data={"label": labels}, label_name="label", task=task, verbosity=0)
    wanted: dict[str, dict[str, Any]] = {issue: {} for issue in CAUSES if not regression or issue != "class_imbalance"}
    if not regression:  # by default it starts a process for each core; the result is the same
        wanted["label"] = {"clean_learning_kwargs": {"find_label_issues_kwargs": {"n_jobs": 1}}}
    lab.find_issues(features=features, pred_probs=out_of_sample(features, labels, regression), issue_types=wanted)
    summary = lab.get_issue_summary()
    counts = {issue: int(number) for issue, number in zip(summary.issue_type, summary.num_issues, strict=True)}
    if "label" not in counts:  # Datalab prints what fails inside, and goes on
        raise RuntimeError("Datalab could not look for wrong labels")
    return counts | {"null": int((lab.get_issues("null").null_score < 1).sum())}


def out_of_sample(features: NDArray[Any], labels: NDArray[Any], regression: bool) -> NDArray[Any]:
    """Return predictions for each row by a model that has not seen it."""
    from sklearn.impute import SimpleImputer
    from sklearn.linear_model import LogisticRegression, Ridge
    from sklearn.model_selection import KFold, StratifiedKFold, cross_val_predict
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    # Shuffled folds: others would make data that are sorted by class look mislabelled.
    kind = KFold if regression else StratifiedKFold
    last = Ridge() if regression else LogisticRegression(max_iter=200)
    model = make_pipeline(SimpleImputer(keep_empty_features=True), StandardScaler(), last)
    predicted: NDArray[Any] = cross_val_predict(
        model,
        features,
        labels,
        cv=kind(FOLDS, shuffle=True, random_state=0),
        method="predict" if regression else "predict_proba",
    )
    return predicted


def leaked(training: NDArray[Any], validation: NDArray[Any]) -> int:
    """Return how many validation rows have a near duplicate among the training rows."""
    from cleanlab import Datalab

    both = np.concatenate([training, validation])
    lab = Datalab(data={"row": np.arange(len(both))}, verbosity=0)
    lab.find_issues(features=both, issue_types={"near_duplicate": {}})
    alike = lab.get_issues("near_duplicate").near_duplicate_sets
    return sum(any(row < len(training) for row in rows) for rows in alike[len(training) :])
