"""Clues from the targets: the order in which they come, and whether the inputs tell anything of them."""

import torch
from torch import Tensor

from trainwreck.examining.loop import FEWEST
from trainwreck.examining.losses import tells_apart
from trainwreck.examining.material import Material
from trainwreck.examining.rows import compares
from trainwreck.examining.steps import parts
from trainwreck.examining.symptoms import HEALTHY, answered, symptoms
from trainwreck.examining.tape import Call, Replay
from trainwreck.pairs.symptoms import Symptom
from trainwreck.training.run import Reading

APART = 2.0  # times the loss of what is trained on
TELLS = 0.05  # what a forest must know of the targets, above a guess, for them to have to do with the inputs
DIFFERENCES = {"sub", "__sub__", "rsub", "__rsub__", "mse_loss", "l1_loss", "smooth_l1_loss", "huber_loss"}
LOSSES = torch.nn.MSELoss | torch.nn.L1Loss | torch.nn.SmoothL1Loss | torch.nn.HuberLoss
ROWS = 100  # a forest of fewer says nothing


def one_class_at_a_time(material: Material) -> Reading | None:
    """In what share of the first batches are all targets of one class, where the answers are of several?"""
    batches = [targets for _, targets in material.batches if isinstance(targets, Tensor) and targets.numel() > 1]
    if len(batches) < 4 or any(targets.is_floating_point() or targets.ndim != 1 for targets in batches):
        return None
    share = sum(len(targets.unique()) == 1 for targets in batches) / len(batches)
    return Reading(round(share, 2), suspicious=share > 0.5)


def same_rows(material: Material) -> Reading | None:
    """How many rows does every step take, all the same, while the loss on more others is far above theirs?"""
    if len(material.batches) < FEWEST or material.log is None or not material.log.validation_losses:
        return None
    first, *others = ([*parts(inputs), *parts(targets)] for inputs, targets in material.batches)
    same = all(torch.equal(one, other) for again in others for one, other in zip(first, again, strict=True))
    rows, judged = len(material.batches[0][0]), sum(map(len, material.met))
    apart = material.log.validation_losses[-1] > APART * material.log.losses[-1]
    return Reading(rows, suspicious=same and apart and rows < judged)


def stretched(material: Material) -> Reading | None:
    """Which answers and targets, as many of the one as of the other, does the loss compare each with all?"""
    if not isinstance(material.loss, Replay):
        return None
    found = [shapes for call in material.loss.route.calls if (shapes := _stretched(call))]
    return Reading(found, suspicious=bool(found))


def _stretched(call: Call) -> list[list[int]]:
    """Return the shapes of what goes into a difference and comes out of it broadcast; nothing if it does not."""
    if not (isinstance(call.function, LOSSES) or getattr(call.function, "__name__", "") in DIFFERENCES):
        return []
    taken = call.takes()
    if len(taken) != 2 or taken[0].requires_grad == taken[1].requires_grad or taken[0].numel() != taken[1].numel():
        return []
    more = torch.broadcast_shapes(*(t.shape for t in taken)).numel() > taken[0].numel()
    return [list(t.shape) for t in taken] if more else []


def unrelated(material: Material) -> Reading | None:
    """How much of the targets does a forest tell from the inputs, beyond a guess, where the model tells nothing?"""
    scores = answered(material).scores
    ignorant = scores is not HEALTHY and scores.true < 0.02
    shown = symptoms(material) & {Symptom.STALLS, Symptom.OVERFITS, Symptom.BIASED}
    average = tells_apart(material)
    if material.why_not("train") or compares(material) or not (ignorant or shown or (average and average.suspicious)):
        return None
    part = material.word("train", material.start)
    told = _forest(part.inputs.flatten(1), part.targets)
    return None if told is None else Reading(round(told, 3), suspicious=told < TELLS)


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
    if len(inputs) < ROWS or not inputs.float().isfinite().all():
        return None
    rows, asked = inputs[:1000].float().numpy(), targets[:1000].reshape(min(len(targets), 1000), -1)
    if targets.is_floating_point() or asked.shape[1] > 1:
        wanted = asked.float().squeeze(1).numpy()
        return float(
            r2_score(
                wanted,
                cross_val_predict(RandomForestRegressor(30, max_features="sqrt", random_state=0), rows, wanted, cv=3),
            )
        )
    wanted = asked.squeeze(1).numpy()
    told = cross_val_predict(RandomForestClassifier(50, random_state=0), rows, wanted, cv=3)
    guess = 1 / len(targets.unique())
    return float((balanced_accuracy_score(wanted, told) - guess) / (1 - guess))
