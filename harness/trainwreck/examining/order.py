"""Clues from what a model reads: of the steps that it is to tell, and of the other samples of a batch."""

from statistics import median

import torch
from torch import Tensor, nn

from trainwreck.examining.material import Material
from trainwreck.examining.steps import Sequence, changes, sequence
from trainwreck.training.run import Reading

CLEAR = 0.01  # the share of a change beyond which it is none of rounding


def looks_ahead(material: Material) -> Reading | None:
    """How much does an answer change with the elements that it is to tell, beside the answers after them?"""
    found = sequence(material)
    model = material.in_use()
    if found is None or model is None or found.ahead != 1:
        return None
    later, middle = _with_another_end(found)
    if torch.equal(later.elements, found.elements):
        return None
    share = changes(found.answers(model), later.answers(model), lambda c: c[:, :middle])
    return Reading(round(share, 3), suspicious=share > CLEAR)


def skips(material: Material) -> Reading | None:
    """By how many steps are the targets ahead of the elements that go in?"""
    found = sequence(material)
    return Reading(found.ahead, suspicious=found.ahead > 1) if found is not None else None


def _with_another_end(found: Sequence) -> tuple[Sequence, int]:
    """Return the same inputs with another second half, and where it begins."""
    middle = found.elements.shape[1] // 2
    changed = found.elements.clone()
    changed[:, middle:] = found.elements.flip(1)[:, : found.elements.shape[1] - middle]
    return found.with_elements(changed), middle


def copies_inputs(material: Material) -> Reading | None:
    """At what share of the steps does the trained model answer with the very element that has just gone in?"""
    found = sequence(material)
    if found is None or material.trained is None or material.why_not("trained"):
        return None
    model = material.word("trained", material.start).eval()
    answers = found.answers(model)
    if found.elements.ndim != 2 or found.elements.is_floating_point():
        return None
    same = (answers.argmax(dim=-1) == found.elements).float()
    share = median(same[found.elements == each].mean().item() for each in found.elements.unique())  # padding is one
    return Reading(round(share, 3), suspicious=share > 0.95 and _echoes(found, model, answers))


def _echoes(found: Sequence, model: nn.Module, answers: Tensor) -> bool:
    """Whether an answer hangs on the element of its own step, and on none that comes after it.

    A decoder that is given its target reads the elements before; what encodes a whole sequence reads those after.
    """
    later, middle = _with_another_end(found)
    change = (later.answers(model) - answers).abs().flatten(2).amax(dim=2)
    own = change[:, middle][later.elements[:, middle] != found.elements[:, middle]]
    least = CLEAR * change.max()
    return bool(own.numel() and own.max() > least and change[:, :middle].max() <= least)


def mixes_samples(material: Material) -> Reading | None:
    """How much does a sample's answer change with the other samples of its batch?"""
    model, found = material.in_use(), sequence(material)
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
