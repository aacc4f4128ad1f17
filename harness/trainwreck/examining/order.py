"""Clues from what a model reads: of the steps that it is to tell, and of the other samples of a batch."""

from statistics import median

import torch
from torch import Tensor

from trainwreck.examining.material import Material
from trainwreck.examining.steps import changes, sequence
from trainwreck.training.run import Reading

CLEAR = 0.01  # the share of a change beyond which it is none of rounding


def looks_ahead(material: Material) -> Reading | None:
    """How much does an answer change with the elements that it is to tell, beside the answers after them?"""
    found = sequence(material)
    model = material.in_use()
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
