"""What is seen of a training that no check of the catalogue asks in this form, and which scenarios look so.

A clue is a question about whatever was seen. Some are asked of every training, some only where it shows a symptom:
they say where that symptom comes from.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from trainwreck.examining import layers, losses, observations, order, scales, targets, weights
from trainwreck.examining.material import Material
from trainwreck.examining.tape import Bundle
from trainwreck.training.run import Reading


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


def other_floor(material: Material) -> Reading | None:
    """Where is the lowest value, which is a common one, in the training and in the evaluation, channel by channel?"""
    sides = [x for x, _ in material.batches], material.met
    learned, met = (observations.joined([_first(x) for x in side]) for side in sides)
    return observations.other_floor(learned, met) if learned is not None and met is not None else None


def gradients_kept(material: Material) -> Reading:
    """What share of the gradient does clipping leave, at the median, where a step is as long as its gradient?"""
    return observations.gradients_kept(material.kept, isinstance(material.optimizer, torch.optim.SGD))


def gradients_found(material: Material) -> Reading | None:
    """In what share of the steps did the optimizer find any gradient?"""
    return observations.gradients_found(material.gradients)


def _first(inputs: Tensor | Bundle) -> Tensor:
    return inputs if isinstance(inputs, Tensor) else inputs.parts[0]


CLUES = (
    Clue(other_scale, _always("mismatched_transforms", "inconsistent_brightness", "train_mode_evaluation")),
    Clue(other_floor, _always("mismatched_transforms", "raw_pixels", "inconsistent_brightness")),
    Clue(gradients_kept, _always("tight_clipping", "low_learning_rate")),
    Clue(gradients_found, lambda material: (material.lost,)),
    Clue(order.looks_ahead, _always("target_leakage", "off_by_one_targets", "softmax_over_batch")),
    Clue(order.skips, _always("off_by_one_targets", "misaligned_labels")),
    Clue(order.copies_inputs, _always("off_by_one_targets", "target_leakage")),
    Clue(order.mixes_samples, _always("view_for_permute", "softmax_over_batch")),
    Clue(losses.starts_high, _always("large_initialization", "raw_pixels", "unnormalized_features")),
    Clue(losses.squeezed, losses.like_squeezed),
    Clue(losses.cannot_reach, _always("wrong_output_activation", "unscaled_targets")),
    Clue(losses.below_zero, _always("logits_into_nll", "flipped_sign")),
    Clue(layers.stacked, _always("missing_nonlinearity")),
    Clue(layers.unlisted, _always("unregistered_layers", "forgotten_parameters")),
    Clue(layers.drops, _always("excessive_dropout")),
    Clue(scales.comes_farther, _always("unnormalized_features", "unscaled_targets")),
    Clue(targets.same_rows, _always("repeated_batch", "tiny_dataset")),
    Clue(targets.stretched, _always("broadcast_targets")),
    Clue(targets.one_class_at_a_time, _always("unshuffled_batches", "class_imbalance")),
    Clue(losses.breaks_off, losses.like_broken),
    Clue(losses.sums, _always("summed_loss", "high_learning_rate")),
    Clue(weights.lags_behind, _always("stale_checkpoint", "too_few_epochs")),
    Clue(weights.weights_shrink, _always("excessive_weight_decay")),
    Clue(weights.weights_moved, weights.like_moved),
    Clue(losses.tells_apart, _always("misaligned_labels", "low_learning_rate", "detached_graph")),
    Clue(targets.unrelated, _always("misaligned_labels", "label_noise", "off_by_one_targets")),
)
