"""What is seen of a training that no check of the catalogue asks in this form, and which scenarios look so.

A clue is a question about whatever was seen. Some are asked of every training, some only where it shows a symptom:
they say where that symptom comes from.
"""

import copy
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import torch
from torch import Tensor, nn

from trainwreck.examining import observations
from trainwreck.examining.material import Material
from trainwreck.examining.steps import changes, sequence
from trainwreck.examining.symptoms import HEALTHY, answered, symptoms
from trainwreck.examining.tape import Bundle, tensors
from trainwreck.pairs.symptoms import Symptom
from trainwreck.training.run import Reading

HIGH = 4.0  # times the loss of guessing, at the start: ordinary networks begin at 1, or a little above
LITTLE, MUCH = 0.03, 3.0  # how far a training moves weights, in their own lengths: hardly, and beyond recognition
SHRUNK = 0.5  # the share of their length that a pull towards zero leaves of weights
TELLS = 0.05  # what a forest must know of the targets, above a guess, for them to have to do with the inputs
ROSE = 1.5  # times its start: a loss that has risen so far breaks off because it rises
FEW = 8  # answers, of which an average says nothing
CLEAR = 0.01  # the share of a change beyond which it is none of rounding


@dataclass(frozen=True)
class Clue:
    """A question about a training, and the scenarios that look so, the likeliest first."""

    question: Callable[[Material], Reading | None]
    like: Callable[[Material], tuple[str, ...]]


def _always(*names: str) -> Callable[[Material], tuple[str, ...]]:
    return lambda _: names


def other_scale(material: Material) -> Reading | None:
    """What share of the inputs' columns has another scale in the evaluation than in the training?"""
    sides = [x for x, _ in material.batches], material.met
    learned, met = (observations.joined([_first(x) for x in side]) for side in sides)
    return observations.other_scale(learned, met) if learned is not None and met is not None else None


def gradients_found(material: Material) -> Reading | None:
    """In what share of the steps did the optimizer find any gradient?"""
    return observations.gradients_found(material.gradients)


def looks_ahead(material: Material) -> Reading | None:
    """How much does an answer change with the elements that it is to tell, beside the answers after them?"""
    found = sequence(material)
    model = _model(material)
    if found is None or model is None or found.ahead != 1:
        return None
    elements, middle = found.elements, found.elements.shape[1] // 2
    later = elements.clone()
    later[:, middle:] = elements.flip(1)[:, : elements.shape[1] - middle]
    if torch.equal(later, elements):
        return None
    share = changes(found.answers(model), found.with_elements(later).answers(model), lambda c: c[:, :middle])
    return Reading(round(share, 3), suspicious=share > CLEAR)


def copies_inputs(material: Material) -> Reading | None:
    """At what share of the steps does the trained model answer with the very element that has just gone in?"""
    found = sequence(material)
    if found is None or material.trained is None or material.why_not("trained"):
        return None
    answers = found.answers(material.word("trained", material.start).eval())
    if found.elements.ndim != 2 or found.elements.is_floating_point():
        return None
    same = (answers.argmax(dim=-1) == found.elements).float()
    share = median(same[found.elements == each].mean().item() for each in found.elements.unique())  # padding is one
    return Reading(round(share, 3), suspicious=share > 0.95)


def mixes_samples(material: Material) -> Reading | None:
    """How much does a sample's answer change with the other samples of its batch?"""
    model, found = _model(material), sequence(material)
    if model is None or not material.batches:
        return None
    if found is not None and found.ahead == 1:
        if len(found.elements) < 2:
            return None
        others = found.elements.clone()
        others[:-1] = found.elements[:-1].flip(1)
        share = changes(found.answers(model), found.with_elements(others).answers(model), lambda c: c[-1:])
        return Reading(round(share, 3), suspicious=share > CLEAR)
    inputs, targets = material.batches[0]
    if not isinstance(inputs, Tensor) or not isinstance(targets, Tensor) or targets.numel() != len(inputs):
        return None
    together, apart = model(inputs[:8]), torch.cat([model(one) for one in inputs[:8].split(1)])
    usual = (together - together.roll(1, dims=0)).norm().item()
    share = (together - apart).norm().item() / usual if usual > 1e-3 * together.norm().item() else 0.0
    return Reading(round(share, 3), suspicious=share > CLEAR)


def starts_high(material: Material) -> Reading | None:
    """How many times the loss of guessing is the first loss of the training?"""
    guess = _guess(material)
    if guess is None or material.log is None or material.begun or not guess > 0:
        return None
    times = material.log.losses[0] / guess
    return Reading(round(times, 2), suspicious=times > HIGH)


def squeezed(material: Material) -> Reading | None:
    """How near to its lowest value can the loss come, if the model answers between 0 and 1 only, as it does?"""
    if material.why_not("loss") or material.why_not("model") or material.loss is None:
        return None
    inputs, targets = material.batches[0]
    best = None
    for model in filter(None, (material.start().model, _model(material))):
        outputs = model(inputs)
        best = _best(outputs, targets)
        if best is None or outputs.min() < 0 or outputs.max() > 1:
            return None
    assert best is not None
    within, beyond = (material.loss(answer, targets).item() for answer in (best, 40 * best - 20))
    return Reading([round(within, 3), round(beyond, 3)], suspicious=math.isfinite(beyond) and beyond < within / 2)


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


def _like_squeezed(material: Material) -> tuple[str, ...]:
    names = ("wrong_output_activation", "double_softmax")
    return names if material.batches[0][1].is_floating_point() else names[::-1]


def one_class_at_a_time(material: Material) -> Reading | None:
    """In what share of the first batches are all targets of one class, where the answers are of several?"""
    batches = [targets for _, targets in material.batches if isinstance(targets, Tensor) and targets.numel() > 1]
    if len(batches) < 4 or any(targets.is_floating_point() or targets.ndim != 1 for targets in batches):
        return None
    share = sum(len(targets.unique()) == 1 for targets in batches) / len(batches)
    return Reading(round(share, 2), suspicious=share > 0.5)


def breaks_off(material: Material) -> Reading | None:
    """How high had the loss risen above its start when it was no longer a number?"""
    if material.log is None or math.isfinite(material.log.losses[-1]):
        return None
    times = _risen(material.log.losses)
    return Reading(round(times, 2), suspicious=True)


def _risen(losses: list[float]) -> float:
    """Return how many times its first value a loss had reached before it was no longer a number."""
    before = losses[:-1] or [1.0]
    return max(before) / before[0] if before[0] > 0 else math.inf


def _like_broken(material: Material) -> tuple[str, ...]:
    if material.log is None or _risen(material.log.losses) < ROSE:
        return ("log_of_zero", "missing_values", "half_precision_underflow")
    recurrent = material.model is not None and any(isinstance(m, nn.RNNBase) for m in material.model.modules())
    return (*(("exploding_gradients",) if recurrent else ()), *_high(material), "large_initialization")


def sums(material: Material) -> Reading | None:
    """How many times its value does the loss have for the same batch twice over?"""
    troubled = symptoms(material) & {Symptom.STALLS, Symptom.DIVERGES, Symptom.SPIKES, Symptom.OSCILLATES}
    if not troubled or material.why_not("loss") or material.why_not("model") or material.loss is None:
        return None
    inputs, targets = material.batches[0]
    outputs = material.start().model(inputs)
    if not isinstance(outputs, Tensor) or not isinstance(targets, Tensor):
        return None
    once = material.loss(outputs, targets).item()
    twice = material.loss(torch.cat([outputs] * 2), torch.cat([targets] * 2)).item() / once if once else 1.0
    return Reading(round(twice, 2), suspicious=twice > 1.5 and len(inputs) > 1)


def lags_behind(material: Material) -> Reading | None:
    """Of all that the loss has fallen in the training, what share is lost with the model that is evaluated instead?"""
    if material.averaged is None or material.moving or material.why_not("trained") or material.why_not("loss"):
        return None
    assert material.loss is not None
    inputs, targets = material.batches[0]
    models = material.start().model, material.word("trained", material.start), copy.deepcopy(material.averaged)
    first, last, judged = (material.loss(model.eval()(inputs), targets).item() for model in models)
    share = (judged - last) / (first - last) if last < first else 0.0
    return Reading(round(share, 2), suspicious=share > 0.3)


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


def _like_moved(material: Material) -> tuple[str, ...]:
    ways, rates = _ways(material), material.log.rates if material.log else []
    if max(ways) < LITTLE:
        falls = bool(rates) and max(rates) > 100 * median(rates) and rates.index(max(rates)) < len(rates) / 2
        return ("decay_every_batch", "low_learning_rate") if falls else ("low_learning_rate", "tight_clipping")
    return _high(material)


def _high(material: Material) -> tuple[str, ...]:
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


def tells_apart(material: Material) -> Reading | None:
    """How many times the loss of its average answer is the loss of the trained model, on new rows and on its own?"""
    fixed = material.alone and not material.moving and material.log is not None and min(material.log.losses) >= 0
    if not fixed or material.why_not("trained") or material.why_not("loss") or material.loss is None:
        return None
    model = material.word("trained", material.start).eval()
    parts = [material.batches[-1]]
    if material.validation is not None:
        parts.insert(0, (material.validation.inputs, material.validation.targets))
    times = []
    for inputs, targets in parts:
        outputs = model(inputs)
        if not isinstance(outputs, Tensor) or len(outputs) < FEW:
            return None
        same = outputs.mean(dim=0, keepdim=True).expand_as(outputs)
        average = material.loss(same, targets).item()
        times.append(round(material.loss(outputs, targets).item() / average, 3) if average else 0.0)
    return Reading(times, suspicious=times[0] > 0.99 and times[-1] > 0.3)


def unrelated(material: Material) -> Reading | None:
    """How much of the targets does a forest tell from the inputs, beyond a guess, where the model tells nothing?"""
    scores = answered(material).scores
    ignorant = scores is not HEALTHY and scores.true < 0.02
    shown = symptoms(material) & {Symptom.STALLS, Symptom.OVERFITS, Symptom.BIASED}
    average = tells_apart(material)
    if material.why_not("train") or not (ignorant or shown or (average and average.suspicious)):
        return None
    part = material.word("train", material.start)
    told = _forest(part.inputs.flatten(1), part.targets)
    return None if told is None else Reading(round(told, 3), suspicious=told < TELLS)


CLUES = (
    Clue(other_scale, _always("mismatched_transforms", "inconsistent_brightness", "train_mode_evaluation")),
    Clue(gradients_found, lambda material: (material.lost,)),
    Clue(looks_ahead, _always("target_leakage", "off_by_one_targets", "softmax_over_batch")),
    Clue(copies_inputs, _always("off_by_one_targets", "target_leakage")),
    Clue(mixes_samples, _always("view_for_permute", "softmax_over_batch")),
    Clue(starts_high, _always("large_initialization", "raw_pixels", "unnormalized_features")),
    Clue(squeezed, _like_squeezed),
    Clue(one_class_at_a_time, _always("unshuffled_batches", "class_imbalance")),
    Clue(breaks_off, _like_broken),
    Clue(sums, _always("summed_loss", "high_learning_rate")),
    Clue(lags_behind, _always("stale_checkpoint", "too_few_epochs")),
    Clue(weights_shrink, _always("excessive_weight_decay")),
    Clue(weights_moved, _like_moved),
    Clue(tells_apart, _always("misaligned_labels", "low_learning_rate", "detached_graph")),
    Clue(unrelated, _always("misaligned_labels", "label_noise", "off_by_one_targets")),
)


def _first(inputs: Tensor | Bundle) -> Tensor:
    return inputs if isinstance(inputs, Tensor) else inputs.parts[0]


def _model(material: Material) -> nn.Module | None:
    """Return the trained model, or else the fresh one, as it is asked in use."""
    if not material.why_not("trained"):
        trained: nn.Module = material.word("trained", material.start).eval()
        return trained
    return material.start().model.eval() if not material.why_not("model") else None


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


def _matrices(material: Material) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield the weight matrices that are trained, before and after."""
    if material.model is None or material.trained is None or material.why_not("trained"):
        return
    held = {id(p) for group in getattr(material.optimizer, "param_groups", []) for p in group["params"]}
    for begin, end in zip(material.model.parameters(), material.trained.parameters(), strict=True):
        if begin.ndim > 1 and begin.requires_grad and begin.any() and (not held or id(begin) in held):
            yield begin.detach(), end.detach()


def _ways(material: Material) -> list[float]:
    pairs = list(_matrices(material))
    if not all(end.isfinite().all() for _, end in pairs):
        return []
    return [((end - begin).norm() / begin.norm()).item() for begin, end in pairs]


def _once(inputs: Tensor, targets: Tensor) -> tuple[Tensor, Tensor]:
    """Return each row once, where several epochs were seen."""
    first = {row.numpy().tobytes(): n for n, row in reversed(list(enumerate(inputs)))}
    rows = sorted(first.values())
    return inputs[rows], targets[rows]


def _forest(inputs: Tensor, targets: Tensor) -> float | None:
    """Return the balanced accuracy above a guess, or R², of a forest on rows that it has not seen."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.metrics import balanced_accuracy_score, r2_score
    from sklearn.model_selection import cross_val_predict

    inputs, targets = _once(inputs, targets)
    if len(inputs) < 100 or not inputs.float().isfinite().all():
        return None
    rows, asked = inputs[:1000].float().numpy(), targets[:1000].reshape(min(len(targets), 1000), -1)
    if targets.is_floating_point() or asked.shape[1] > 1:
        wanted = asked.float().squeeze(1).numpy()
        return float(r2_score(wanted, cross_val_predict(RandomForestRegressor(30, random_state=0), rows, wanted, cv=3)))
    wanted = asked.squeeze(1).numpy()
    told = cross_val_predict(RandomForestClassifier(50, random_state=0), rows, wanted, cv=3)
    guess = 1 / len(targets.unique())
    return float((balanced_accuracy_score(wanted, told) - guess) / (1 - guess))
