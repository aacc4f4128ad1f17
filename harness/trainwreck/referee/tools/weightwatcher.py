"""weightwatcher: the spectra of a trained model's weights.

It sees the weight matrices of linear and convolutional layers after the training, and fits a power law to the
eigenvalues of each. It can't see data, run or code. Layers with few eigenvalues are beyond it, and small networks
are at the edge of what its theory is about.

Configuration: ``WeightWatcher(model=).analyze(plot=False, min_evals=50)``: "the power law fits need at least 50
eigenvalues to make sense", says the README, though the default is fewer. A layer's warning label, over-trained (an
exponent below 2) or under-trained (above 6), is a fault: for the first the README has early stopping as necessary, and
the labels are among what it is for. Without a label, without a layer of that size, or with weights that are not finite,
the answer is ``abstain``.

Source: https://github.com/calculatedcontent/weightwatcher
"""

from torch import nn

from trainwreck.referee.answer import ABSTAIN, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.training.observer import Observer

DISTRIBUTION = "weightwatcher"
MIN_EVALS = 50

CAUSES: dict[str, tuple[Cause, ...]] = {
    "over-trained": (Cause("loop", "too_many_epochs"), Cause("model", "too_large_model")),
    "under-trained": (Cause("loop", "too_few_epochs"), Cause("optimizer", "low_learning_rate")),
}


def diagnose(case: Case) -> Diagnosis:
    """Train, and analyse the model that comes out."""
    trained: list[nn.Module] = []
    case.train(Observer(end=trained.append))
    from weightwatcher import WeightWatcher

    [model] = trained
    if not all(parameter.isfinite().all() for parameter in model.parameters()):
        return ABSTAIN
    details = WeightWatcher(model=model).analyze(plot=False, min_evals=MIN_EVALS)
    findings = [
        (f"{layer.warning}: {layer.longname}, exponent {layer.alpha:.2f}", CAUSES[layer.warning])
        for layer in details.itertuples()
        if layer.warning
    ]
    return faulty(findings) if findings else ABSTAIN
