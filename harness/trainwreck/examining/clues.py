"""What is seen of a training that no check of the catalogue asks in this form, and which scenarios look so.

A clue is a question about whatever was seen. Some are asked of every training, some only where it shows a symptom:
they say where that symptom comes from.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median

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
    share = (answers.argmax(dim=-1) == found.elements).float().mean().item()
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
    if (
        not isinstance(targets, Tensor)
        or not targets.is_floating_point()
        or not set(targets.unique().tolist()) <= {0, 1}
    ):
        return None
    for model in filter(None, (material.start().model, _model(material))):
        outputs = model(inputs)
        if outputs.shape != targets.shape or outputs.min() < 0 or outputs.max() > 1:
            return None
    within, beyond = (material.loss(answer, targets).item() for answer in (targets, 40 * targets - 20))
    return Reading([round(within, 3), round(beyond, 3)], suspicious=math.isfinite(beyond) and beyond < within / 2)


def one_class_at_a_time(material: Material) -> Reading | None:
    """In what share of the first batches are all targets of one class, where the answers are of several?"""
    batches = [targets for _, targets in material.batches if isinstance(targets, Tensor) and targets.numel() > 1]
    if len(batches) < 4 or any(targets.is_floating_point() or targets.ndim != 1 for targets in batches):
        return None
    share = sum(len(targets.unique()) == 1 for targets in batches) / len(batches)
    return Reading(round(share, 2), suspicious=share > 0.5)


def breaks_off(material: Material) -> Reading | None:
    """How high had the loss risen above its start when it was no longer a number?"""
    if material.log is None or math.isfinite(material.log.losses[-1]) or len(material.log.losses) < 2:
        return None
    losses = material.log.losses[:-1]
    times = max(losses) / losses[0] if losses[0] > 0 else math.inf
    return Reading(round(times, 2), suspicious=times < 1.5)


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
    adaptive = "Adam" in type(material.optimizer).__name__ or "RMS" in type(material.optimizer).__name__
    pair = ("high_adam_learning_rate", "high_learning_rate")
    return pair if adaptive else (*pair[::-1], "summed_loss")


def weights_shrink(material: Material) -> Reading | None:
    """What share of their length does a training that pulls weights towards zero leave them?"""
    groups = getattr(material.optimizer, "param_groups", [])
    if not any(group.get("weight_decay") for group in groups) or not symptoms(material):
        return None
    shares = [(end.norm() / begin.norm()).item() for begin, end in _matrices(material)]
    return Reading(round(median(shares), 3), suspicious=median(shares) < SHRUNK) if shares else None


def unrelated(material: Material) -> Reading | None:
    """How much of the targets does a forest tell from the inputs, beyond a guess, where the model tells nothing?"""
    scores = answered(material).scores
    ignorant = Symptom.STALLS in symptoms(material) or (scores is not HEALTHY and scores.true < 0.02)
    overfits = Symptom.OVERFITS in symptoms(material)
    if not (ignorant or overfits or Symptom.BIASED in symptoms(material)) or material.why_not("train"):
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
    Clue(squeezed, _always("wrong_output_activation", "double_softmax")),
    Clue(one_class_at_a_time, _always("unshuffled_batches", "class_imbalance")),
    Clue(breaks_off, _always("log_of_zero", "missing_values", "half_precision_underflow")),
    Clue(weights_shrink, _always("excessive_weight_decay")),
    Clue(weights_moved, _like_moved),
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
    return [((end - begin).norm() / begin.norm()).item() for begin, end in _matrices(material)]


def _forest(inputs: Tensor, targets: Tensor) -> float | None:
    """Return the balanced accuracy above a guess, or R², of a forest on rows that it has not seen."""
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
    from sklearn.metrics import balanced_accuracy_score, r2_score
    from sklearn.model_selection import cross_val_predict

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
