"""Clues from a model's layers: whether they could be one, and how much they drop."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import torch
from torch import Tensor, nn

from trainwreck.examining.material import Material
from trainwreck.training.run import Reading

MOST = 0.65  # the share of a layer's units that people drop at most


def stacked(material: Material) -> Reading | None:
    """Which linear layers take what another has given as it is, if all do, and are no narrower than what is around?"""
    if material.why_not("model") or not material.batches:
        return None
    model, calls = material.start().model.eval(), list[tuple[str, nn.Linear, Tensor, Tensor]]()
    names = {layer: name for name, layer in model.named_modules() if isinstance(layer, nn.Linear)}

    def look(layer: Any, given: Any, made: Any) -> None:
        calls.append((names[layer], layer, given[0].clone(), made.clone()))  # an activation may change them in place

    for layer in names:
        layer.register_forward_hook(look)
    model(material.batches[0][0])
    pairs = list(pairwise(calls))
    if not pairs:
        return None
    straight = all(torch.equal(one[3], other[2]) for one, other in pairs)
    idle = [other[0] for one, other in pairs if one[1].out_features >= min(one[1].in_features, other[1].out_features)]
    return Reading(idle if straight else [], suspicious=straight and bool(idle))


def unlisted(material: Material) -> Reading | None:
    """Which lists of layers does a gradient reach whose parameters neither the model nor the optimizer has?"""
    if material.why_not("model") or material.why_not("loss") or material.loss is None or not material.batches:
        return None
    start = material.start()
    groups = getattr(start.optimizer, "param_groups", [])
    known = {id(p) for p in (*start.model.parameters(), *(p for group in groups for p in group["params"]))}
    lost = {name: [p for p in held if id(p) not in known] for name, held in _lists(start.model)}
    if not any(lost.values()):
        return Reading([], suspicious=False)
    inputs, targets = material.batches[0]
    with torch.enable_grad():
        material.loss(start.model(inputs), targets).backward()
    reached = [name for name, parameters in lost.items() if any(p.grad is not None for p in parameters)]
    return Reading(reached, suspicious=bool(reached))


def _lists(model: nn.Module) -> Iterator[tuple[str, list[nn.Parameter]]]:
    """Yield the attributes of all modules that are lists or dictionaries, with the parameters in them."""
    for name, module in model.named_modules():
        for attribute, value in vars(module).items():
            parts = [*value.values()] if isinstance(value, dict) else value if isinstance(value, list | tuple) else []
            layers = [p for part in parts if isinstance(part, nn.Module) for p in part.parameters()]
            yield f"{name}.{attribute}".lstrip("."), layers + [p for p in parts if isinstance(p, nn.Parameter)]


def drops(material: Material) -> Reading | None:
    """What share of its units does the layer drop that drops most?"""
    kinds = nn.Dropout | nn.Dropout1d | nn.Dropout2d
    shares = [m.p for m in material.model.modules() if isinstance(m, kinds)] if material.model is not None else []
    return Reading(max(shares), suspicious=max(shares) > MOST) if shares else None
