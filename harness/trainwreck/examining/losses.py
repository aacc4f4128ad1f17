"""Clues from the loss: where it begins, how low it can come, how it ends, and what it says of a constant answer."""

import math
from typing import Any

import torch
from torch import Tensor, nn

from trainwreck.examining.material import Material
from trainwreck.examining.rows import NEAR, compares, times_of_average, twice
from trainwreck.examining.symptoms import observed, symptoms
from trainwreck.examining.tape import tensors
from trainwreck.examining.weights import high_rate
from trainwreck.pairs.symptoms import Symptom
from trainwreck.training.run import Reading

HIGH = 4.0  # times the loss of guessing, at the start: ordinary networks begin at 1, or a little above
LARGE = 1e4  # times the last weights: what is still within bounds then is squeezed into them
BEYOND = 0.2  # the share of targets that an answer cannot reach: no outliers, and no accident
LOWEST = -1.0  # an overlap, or an entropy that is taken off, may bring a loss so far
ROSE = 1.5  # times its start: a loss that has risen so far breaks off because it rises


def starts_high(material: Material) -> Reading | None:
    """How many times the loss of guessing is the first loss of the training?"""
    guess = _guess(material)
    if guess is None or material.log is None or material.begun or not guess > 0:
        return None
    times = material.log.losses[0] / guess
    return Reading(round(times, 2), suspicious=times > HIGH)


def _guess(material: Material) -> float | None:
    """Return the loss of a model of classes that holds all of them for equally likely; None if it is no such model."""
    if not material.batches or material.why_not("model"):
        return None
    inputs, targets = material.batches[0]
    outputs = material.start().model(inputs)
    if isinstance(outputs, Tensor) and isinstance(targets, Tensor) and material.loss is not None:
        if targets.is_floating_point() or outputs.ndim < 2 or outputs.shape[1] < 2:
            return None
        levels = {0.0, -math.log(outputs.shape[1]), -math.log(max(2, outputs.shape[-1]))}
        return max(material.loss(torch.full_like(outputs, level), targets).item() for level in levels)
    labels = [t for side in (inputs, targets) for t in tensors(getattr(side, "parts", side)) if t.dtype == torch.long]
    for answers in (t for t in tensors(outputs) if t.is_floating_point() and t.ndim >= 2):
        if any(answers.shape[:-1] == label.shape and answers.shape[-1] > label.max() for label in labels):
            return math.log(answers.shape[-1])
    return None


def squeezed(material: Material) -> Reading | None:
    """How near to its lowest value can the loss come, if the model answers between 0 and 1 only, as it does?"""
    if material.why_not("loss") or material.why_not("model") or material.loss is None:
        return None
    inputs, targets = material.batches[0]
    best = None
    for model in filter(None, (material.start().model, material.in_use())):
        outputs = model(inputs)
        best = _best(outputs, targets)
        if best is None or outputs.min() < 0 or outputs.max() > 1:
            return None
    assert best is not None
    within, beyond = (material.loss(answer, targets).item() for answer in (best, 40 * best - 20))
    return Reading([round(within, 3), round(beyond, 3)], suspicious=math.isfinite(beyond) and beyond < within / 2)


def cannot_reach(material: Material) -> Reading | None:
    """What share of the targets lies beyond the bounds that the model's answers keep to, however large its weights?"""
    if material.why_not("model") or material.why_not("inputs"):
        return None
    inputs, targets = material.batches[0]
    if not isinstance(targets, Tensor) or not targets.is_floating_point():
        return None
    model = material.start().model.eval()
    for parameter in list(model.parameters())[-2:]:
        parameter.detach().mul_(LARGE)
    outputs = model(inputs)
    if not isinstance(outputs, Tensor) or outputs.numel() != targets.numel():
        return None
    least = next((bound for bound in (0.0, -1.0) if outputs.min() >= bound and outputs.max() <= 1), None)
    if least is None:
        return None
    share = ((targets < least) | (targets > 1)).float().mean().item()
    return Reading(round(share, 2), suspicious=share > BEYOND)


def _best(outputs: Any, targets: Any) -> Tensor | None:
    """Return the answers between 0 and 1 that are right; None if none need be."""
    if not isinstance(outputs, Tensor) or not isinstance(targets, Tensor):
        return None
    if targets.is_floating_point():
        return targets if outputs.shape == targets.shape and set(targets.unique().tolist()) <= {0.0, 1.0} else None
    for axis in (1, -1):
        if outputs.ndim == targets.ndim + 1 and outputs.shape[axis] > max(1, int(targets.max())) and targets.min() >= 0:
            right = nn.functional.one_hot(targets, outputs.shape[axis]).movedim(-1, axis).to(outputs)
            if right.shape == outputs.shape:
                return right
    return None


def like_squeezed(material: Material) -> tuple[str, ...]:
    names = ("wrong_output_activation", "double_softmax")
    return names if material.batches[0][1].is_floating_point() else names[::-1]


def breaks_off(material: Material) -> Reading | None:
    """How high had the loss risen above its start when it was no longer a number?"""
    if material.log is None or math.isfinite(material.log.losses[-1]):
        return None
    times = _risen(material.log.losses)
    return Reading(round(times, 2), suspicious=True)


def below_zero(material: Material) -> Reading | None:
    """How far below zero does a loss fall whose targets are classes, and which no probability can bring there?"""
    if material.log is None or not material.batches or material.moving or not material.alone:
        return None
    asked = [t for t in getattr(material.batches[0][1], "parts", (material.batches[0][1],)) if t.ndim]
    if not asked or any(t.is_floating_point() for t in asked) or compares(material):
        return None
    lowest = min(material.log.losses)
    return Reading(round(lowest, 2), suspicious=lowest < LOWEST)


def like_broken(material: Material) -> tuple[str, ...]:
    if material.log is None or _risen(material.log.losses) < ROSE:
        return ("log_of_zero", "missing_values", "half_precision_underflow")
    recurrent = material.model is not None and any(isinstance(m, nn.RNNBase) for m in material.model.modules())
    return (*(("exploding_gradients",) if recurrent else ()), *high_rate(material), "large_initialization")


def _risen(losses: list[float]) -> float:
    """Return how many times its first value a loss had reached before it was no longer a number."""
    before = losses[:-1] or [1.0]
    return max(before) / before[0] if before[0] > 0 else math.inf


def sums(material: Material) -> Reading | None:
    """How many times its value does the loss have for the same batch twice over?"""
    troubled = symptoms(material) & {Symptom.STALLS, Symptom.DIVERGES, Symptom.SPIKES, Symptom.OSCILLATES}
    times = twice(material) if troubled and material.batches else None
    if times is None:
        return None
    return Reading(round(times, 2), suspicious=1.5 < times < 2 + NEAR and len(material.batches[0][0]) > 1)


def tells_apart(material: Material) -> Reading | None:
    """How many times the loss of its average answer is the loss of the trained model, on new rows and on its own?"""
    run = observed(material)
    fixed = material.alone and not material.moving and run is not None and min(run.losses) >= 0
    times = times_of_average(material) if fixed else None
    return Reading(times, suspicious=times[0] > 0.99 and times[-1] > 0.3) if times else None
