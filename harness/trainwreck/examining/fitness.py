"""Which checks may accuse what they were not written for: the premises that a set-up of ours meets, and others may not.

Nothing here names a check. A rule looks at what its scenario declares, at what it asks for, at what it was measured on,
and at the training.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import pandas as pd
import torch
from torch import Tensor, nn

from trainwreck.examining.material import Material
from trainwreck.examining.rows import compares
from trainwreck.examining.symptoms import observed, symptoms
from trainwreck.pairs.checks import words_of
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import Pair, load
from trainwreck.pairs.scenario import Scenario
from trainwreck.pairs.symptoms import Symptom
from trainwreck.proof.matrix import false_alarms
from trainwreck.proof.results import Results
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Reading

ENOUGH = 5  # healthy set-ups with data of a kind, on which a check must have been measured before it may accuse there
SURE = 0.01  # the recorded share of false alarms up to which a check is believed without a symptom …
OFTEN = 20  # … if it was measured on so many healthy set-ups at least,
ALWAYS = 100  # … and on so many, if it judges a model by what a fresh one makes of a loss
SPARSE = 0.3  # the share of cells with their column's commonest value, from which on rows are pictures laid flat

TRAINING = {"loop", "optimizer", "schedule"}  # components of how it is trained, whatever the data
JUDGED = {"data", "preprocessing", "initialization", "model"}  # components of what a model makes of its data
VISIBLE = {Symptom.DIVERGES, Symptom.SPIKES, Symptom.OSCILLATES}  # what a fault does to a loss, if it does anything

Rule = Callable[[Pair, Material], str]
Kind = tuple[int, bool, str]
SEVERAL: Kind = 0, False, "several tensors"


def of_the_step(pair: Pair) -> bool:
    """Whether it is a fault that only a step can have."""
    return isinstance(pair.truth, Scenario) and pair.truth.touches == {"step"}


def of_their_own_step(pair: Pair, material: Material) -> str:
    """A fault that only a step can have is not to be seen in a step of ours."""
    unseen = of_the_step(pair) and not material.own_step
    return "`update`: the loop's own step was not seen, only the textbook's" if unseen else ""


def measured_on_such_data(pair: Pair, material: Material) -> str:
    """A check that judges the data, or what a model makes of them, was seldom asked about data of another kind."""
    if not material.batches or pair.entry.component in TRAINING:
        return ""
    words, kind = _words(pair), kind_of(*material.batches[0])
    of_data = words & {"train", "validation"} or ("inputs" in words and not words & {"loss", "update"})
    of_model = "inputs" in words and pair.entry.component in JUDGED and kind == SEVERAL
    sees = 3 if words & {"train", "validation", "targets", "loader"} else 2  # else what is asked for is all the same
    times = sum(n for known, n in healthy_of(pair.name).items() if known[:sees] == kind[:sees])
    if not (of_data or of_model) or times >= ENOUGH:
        return ""
    return f"it was measured on fewer than {ENOUGH} healthy trainings with data of this kind"


def of_comparable_columns(pair: Pair, material: Material) -> str:
    """Where a column is mostly one value, its deviation says how rare the others are, and nothing of its unit."""
    prepared = isinstance(pair.truth, Scenario) and pair.truth.touches == {"prepare"}
    if not prepared or not material.batches or "train" not in _words(pair):
        return ""
    rows = torch.cat([inputs.flatten(1) for inputs, _ in material.batches])
    same = (rows == rows.mode(dim=0).values).float().mean().item()
    return f"{same:.0%} of the cells have their column's commonest value" if same > SPARSE else ""


def borne_out(pair: Pair, material: Material) -> str:
    """A check that may be wrong is believed where the training shows something, or has yet to begin."""
    if observed(material) is None:
        return ""
    if _foretells(pair) and not symptoms(material) & VISIBLE:
        return "what it tries out foretells a loss that explodes, and this one did not"
    if symptoms(material):
        return ""
    share, times = alarms().get(pair.name, 0.0), sum(healthy_of(pair.name).values())
    if share > SURE:
        return f"of healthy trainings it suspects {share:.1%}, and this one shows no symptom"
    if times < OFTEN and _headline(pair) in VISIBLE:
        return f"it was measured on {times} healthy trainings, and this one shows no symptom"
    if times < ALWAYS and _experiments(pair):
        return f"it tries a fresh model, was measured on {times} healthy ones, and this training shows no symptom"
    if isinstance(pair.truth, Scenario) and pair.truth.touches == {"epochs"}:
        return "a longer training would gain, and this one shows no symptom"
    if isinstance(pair.truth, Scenario) and "loader" in pair.truth.touches:
        return "rows may be batched as somebody likes, and this training shows no symptom"
    return ""


def of_several_layers(pair: Pair, material: Material) -> str:
    """What is wrong within a model is not to be seen in one of a single layer, which is what its author chose."""
    layers = [p for p in material.model.parameters() if p.ndim > 1] if material.model is not None else []
    return "the model is a single layer" if pair.entry.component == "model" and len(layers) == 1 else ""


def of_more_than_one_batch(pair: Pair, material: Material) -> str:
    """Where every step takes all rows, nothing is wrong with how they are made into batches."""
    loaded = isinstance(pair.truth, Scenario) and pair.truth.touches == {"loader"}
    inputs = [x for x, _ in material.batches if isinstance(x, Tensor)]
    if not loaded or not inputs or not all(torch.equal(x, inputs[0]) for x in inputs):
        return ""
    more = material.rows is not None and material.rows > len(inputs[0])
    return "" if more else "every step takes the same rows, and of others nothing was seen"


def of_rows_for_themselves(pair: Pair, material: Material) -> str:
    """Where a loss compares the rows of a batch, what it takes for targets says which belong together, and no more."""
    asks = pair.entry.component not in TRAINING and _words(pair) & {"targets", "train", "validation", "loader"}
    return "the loss compares the rows of a batch with each other" if asks and compares(material) else ""


def of_whole_gradients(pair: Pair, material: Material) -> str:
    """Where a loss reads parameters beside the model's outputs, its gradient on a copy lacks what comes by them."""
    partial = not getattr(material.loss, "whole", True)
    compared = pair.entry.component in TRAINING and {"model", "loss"} <= _words(pair)
    return "the loss reads parameters beside the outputs" if partial and compared else ""


def of_answers_that_can_be_scored(pair: Pair, material: Material) -> str:
    """Where targets are zeros and ones, answers may be logits or chances: a score of them as numbers says nothing."""
    targets = material.batches[0][1] if material.batches else None
    if not {"predict", "trained"} <= _words(pair) or not isinstance(targets, Tensor):
        return ""
    marks = targets.is_floating_point() and _binary(targets)
    return "the targets are zeros and ones, and what the answers are is not known" if marks else ""


def of_layers_that_learn(reading: Reading, material: Material) -> str:
    """What is said of layers whose weights nobody trains is what somebody wants who has frozen them."""
    layers = dict(material.model.named_modules()) if material.model is not None else {}
    named = reading.value if isinstance(reading.value, list) else []
    if not named or not all(isinstance(name, str) and name in layers for name in named):
        return ""
    held = {id(p) for group in getattr(material.optimizer, "param_groups", []) for p in group["params"]}
    frozen = [_frozen(layers[name], held) for name in named]
    return "the layers that it names are frozen" if all(frozen) else ""


def _frozen(layer: nn.Module, held: set[int]) -> bool:
    own = list(layer.parameters())
    return bool(own) and not any(p.requires_grad and (not held or id(p) in held) for p in own)


def unfit(pair: Pair, material: Material) -> str:
    """Return why a check is not to be asked about this training; nothing if it may be."""
    return of_their_own_step(pair, material) or of_answers_that_can_be_scored(pair, material)


def doubtful(pair: Pair, material: Material) -> str:
    """Return why a check that is suspicious is not to be believed here; nothing if it is."""
    rules: tuple[Rule, ...] = (
        of_comparable_columns,
        of_several_layers,
        of_more_than_one_batch,
        of_rows_for_themselves,
        of_whole_gradients,
        measured_on_such_data,
        borne_out,
    )
    return next((why for why in (rule(pair, material) for rule in rules) if why), "")


def _experiments(pair: Pair) -> bool:
    """Whether a check judges a model by what a fresh one learns or feels of a batch."""
    words = _words(pair)
    return pair.entry.component in JUDGED and "loss" in words and bool(words & {"inputs", "train"})


def _foretells(pair: Pair) -> bool:
    """Whether a check tells of model, loss and optimizer as they are, and of no step, that the loss explodes."""
    asked = _words(pair)
    tries = pair.entry.component not in TRAINING and asked <= {"model", "loss", "optimizer", "inputs", "targets"}
    return tries and "loss" in asked and _headline(pair) in VISIBLE


def _headline(pair: Pair) -> Symptom | None:
    return pair.truth.symptom if isinstance(pair.truth, Scenario) else None


def _words(pair: Pair) -> set[str]:
    return set(words_of(pair.check)) if pair.check else set()


def kind_of(inputs: Any, targets: Any) -> Kind:
    """Return the kind of some data: the dimensions of the inputs, whether they are numbers, and what is asked for.

    >>> kind_of(torch.ones(4, 2), torch.tensor([0, 1, 2, 3]))
    (2, True, 'classes')
    """
    if not isinstance(inputs, Tensor) or not isinstance(targets, Tensor):
        return SEVERAL
    asked = "classes" if not targets.is_floating_point() else "values"
    if asked == "values" and _binary(targets):
        asked = "classes"
    return (
        inputs.ndim,
        inputs.is_floating_point() or inputs.dtype == torch.uint8,
        f"{asked}{'' if targets.numel() == len(targets) else ' of parts'}",
    )


def _binary(targets: Tensor) -> bool:
    return set(targets.unique().tolist()) <= {0.0, 1.0}


@cache
def healthy_of(check: str) -> dict[Kind, int]:
    """Return on how many healthy set-ups of each kind a check is on record, other than its own scenario's."""
    table = answers()
    rows = table[(table.check == check) & table.kind.isin(["fixed", "control"]) & (table.scenario != check)]
    found: dict[Kind, int] = {}
    for name, applied in rows.groupby("scenario").applied.sum().items():
        kind = _task_kind(str(name))
        found[kind] = found.get(kind, 0) + int(applied)
    return found


@cache
def alarms() -> dict[str, float]:
    """Return the share of healthy set-ups of other scenarios that each check is on record to suspect."""
    table = false_alarms(answers())
    return dict(zip(table.check, table.share, strict=True))


@cache
def answers() -> pd.DataFrame:
    """Return what every check is on record to say of every recipe."""
    return Results(Catalogue().root / "results").answers()


@cache
def _task_kind(scenario: str) -> Kind:
    raw, _ = load(Catalogue().entry(scenario), Digits()).task.data(0)
    return kind_of(raw.inputs, raw.targets)
