"""Clues from the weights: how far a training has moved them, and an average of them."""

import copy
from collections.abc import Iterator
from statistics import median

import torch
from torch import Tensor

from trainwreck.examining.material import Material
from trainwreck.examining.symptoms import symptoms
from trainwreck.pairs.symptoms import Symptom
from trainwreck.training.run import Reading

LITTLE, MUCH = 0.03, 3.0  # how far a training moves weights, in their own lengths: hardly, and beyond recognition
SHRUNK = 0.5  # the share of their length that a pull towards zero leaves of weights
FALL = 100  # times lower than the highest: a rate that has fallen
BEHIND = 0.3  # the share of what was learned that an average may lack


def weights_moved(material: Material) -> Reading | None:
    """How far has the training moved the weight matrices, in their own lengths?"""
    ways = _ways(material)
    shown = symptoms(material)
    if not ways or not shown:
        return None
    least = Symptom.STALLS in shown and 0 < max(ways) < LITTLE
    most = bool(shown & {Symptom.STALLS, Symptom.DIVERGES, Symptom.SPIKES, Symptom.OSCILLATES})
    read = [float(f"{value:.2g}") for value in (min(ways), median(ways), max(ways))]
    return Reading(read, suspicious=least or (most and not median(ways) < MUCH))


def like_moved(material: Material) -> tuple[str, ...]:
    ways, rates = _ways(material), material.log.rates if material.log else []
    if max(ways) < LITTLE:
        falls = bool(rates) and max(rates) > FALL * median(rates) and rates.index(max(rates)) < len(rates) / 2
        return ("decay_every_batch", "low_learning_rate") if falls else ("low_learning_rate", "tight_clipping")
    return high_rate(material)


def high_rate(material: Material) -> tuple[str, ...]:
    """Return what a rate that is too high looks like, of an optimizer with a rate for each weight or without."""
    each = not isinstance(material.optimizer, torch.optim.SGD | torch.optim.LBFGS)
    return ("high_adam_learning_rate", "high_learning_rate") if each else ("high_learning_rate", "summed_loss")


def weights_shrink(material: Material) -> Reading | None:
    """What share of their length does a training that pulls weights towards zero leave them?"""
    groups = getattr(material.optimizer, "param_groups", [])
    if not any(group.get("weight_decay") for group in groups) or not symptoms(material):
        return None
    shares = [(end.norm() / begin.norm()).item() for begin, end in _matrices(material)]
    return Reading(round(median(shares), 3), suspicious=median(shares) < SHRUNK) if shares else None


def lags_behind(material: Material) -> Reading | None:
    """Of all that the loss has fallen in the training, what share is lost with the model that is evaluated instead?"""
    if material.averaged is None or material.moving or material.why_not("trained") or material.why_not("loss"):
        return None
    assert material.loss is not None
    inputs, targets = material.batches[0]
    models = material.start().model, material.word("trained", material.start), copy.deepcopy(material.averaged)
    first, last, judged = (material.loss(model.eval()(inputs), targets).item() for model in models)
    share = (judged - last) / (first - last) if last < first else 0.0
    return Reading(round(share, 2), suspicious=share > BEHIND)


def _ways(material: Material) -> list[float]:
    pairs = list(_matrices(material))
    if not all(end.isfinite().all() for _, end in pairs):
        return []
    return [((end - begin).norm() / begin.norm()).item() for begin, end in pairs]


def _matrices(material: Material) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield the weight matrices that are trained, before and after."""
    if material.model is None or material.trained is None or material.why_not("trained"):
        return
    held = {id(p) for group in getattr(material.optimizer, "param_groups", []) for p in group["params"]}
    for begin, end in zip(material.model.parameters(), material.trained.parameters(), strict=True):
        if begin.ndim > 1 and begin.requires_grad and begin.any() and (not held or id(begin) in held):
            yield begin.detach(), end.detach()
