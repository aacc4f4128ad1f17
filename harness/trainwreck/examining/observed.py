"""From what was seen of a loop to the words that checks ask for."""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from trainwreck.examining.loop import Loop
from trainwreck.examining.manner import Manner, manner
from trainwreck.examining.material import Batches, Material
from trainwreck.examining.tape import Bundle, Chain, Replay
from trainwreck.training.setup import Log
from trainwreck.training.split import Split

MOSTLY = 0.5  # the share of rows from which on an evaluation is one of the training part


def material(loop: Loop, of: str = "") -> Material:
    """Return the words that could be had of a loop."""
    made, batches = _manner(loop), alike(loop.batches)
    validation = unseen(loop, batches)
    return Material(
        model=loop.fresh,
        optimizer=loop.optimizer,
        loss=_replay(loop),
        step=made.step if made else None,
        own_step=made is not None,
        predict=None if loop.judged_in is None else predicting(loop.judged_in),
        batches=batches,
        validation=validation,
        rows=loop.rows,
        met=loop.met,
        trained=loop.trained,
        averaged=loop.averaged,
        schedule=loop.scheduled,
        log=log(loop),
        gradients=[any(step.used) for step in loop.seen],
        kept=made.kept if made else 1.0,
        lost=lost(loop),
        moving=loop.moving,
        alone=loop.alone,
        begun=loop.begun,
        epochs=_epochs(loop, batches),
        without=loop.why | _without_loss(loop) | _without_steps(loop, made) | _without_data(loop, batches, validation),
        of=of,
    )


def _replay(loop: Loop) -> Replay | None:
    return loop.first.replay if loop.first else None


def _manner(loop: Loop) -> Manner | None:
    """Return the manner of a loop's steps; None if it cannot be repeated."""
    replay, takers = _replay(loop), len(set(loop.takers))
    return manner(
        loop.seen,
        replay.factor if replay else 1.0,
        half=loop.half,
        renews=takers > 1 and takers >= len(loop.takers) - 1,
        modes=_modes(loop),
    )


def _without_loss(loop: Loop) -> dict[str, str]:
    """Return the words that cannot be had where it cannot be told how the loss comes about."""
    if _replay(loop) is not None:
        return {}
    why = loop.first.why if loop.first and loop.first.why else "no loss was seen on its way to backward()"
    return dict.fromkeys(("loss", "inputs", "targets", "loader", "train", "validation", "update"), why)


def _without_steps(loop: Loop, made: Manner | None) -> dict[str, str]:
    """Return the words that cannot be had of the way in which steps are made."""
    without = {}
    if any(later in loop.takers[:n] for n, later in _changes(loop.takers)):
        without = dict.fromkeys(("optimizer", "update", "schedule"), "several optimizers share the model")
    elif not loop.seen and len(set(loop.takers)) <= 1:
        without["update"] = "a single step was seen"
    if made is None:
        without["update"] = "the gradients are changed before the step in a way that cannot be repeated"
    return without


def _without_data(loop: Loop, batches: Batches, validation: Split | None) -> dict[str, str]:
    """Return the words that cannot be had of the data, and of what is asked about them."""
    without = {} if loop.judged_in is not None else {"predict": "no evaluation was seen"}
    if batches and any(isinstance(part, Bundle) for part in batches[0]):
        return without | dict.fromkeys(("train", "validation"), "the model or the loss takes several tensors, or none")
    known = validation is not None or _replay(loop) is None
    return without if known else without | {"validation": "no evaluation on data of its own was seen"}


def lost(loop: Loop) -> str:
    """Return the scenario that tells where gradients are lost that an optimizer never finds; nothing if it does."""
    if not loop.seen or any(any(step.used) for step in loop.seen):
        return ""
    if any(any(step.made) for step in loop.seen):
        return "cleared_gradients"
    groups = getattr(loop.optimizer, "param_groups", [])
    if groups and not any(p.any() for group in groups for p in group["params"] if p.ndim > 1):
        return "zero_initialization"  # of two factors that are zero, neither gets a gradient
    return "detached_graph" if any(step.called for step in loop.seen) else "forgotten_parameters"


def log(loop: Loop) -> Log | None:
    """Return the losses and rates, up to the first loss that is not finite; None if there is not one loss."""
    if not loop.losses:
        return None
    factor = loop.first.replay.factor if loop.first and loop.first.replay else 1.0
    losses = [sum(value.float().mean().item() for value in step) / len(step) / factor for step in loop.losses]
    ended = next((n for n, loss in enumerate(losses) if not abs(loss) < torch.inf), len(losses))
    return Log(losses[: ended + 1], loop.rates[: ended + 1], validation_losses=loop.validation_losses)


def predicting(training: bool) -> Callable[[nn.Module, Tensor], Tensor]:
    """Return a function that asks a model in this mode."""

    @torch.no_grad()
    def predict(model: nn.Module, inputs: Tensor) -> Tensor:
        if not training:
            model.eval()
        answers: Tensor = model(inputs)
        return answers

    return predict


def alike(batches: Batches) -> Batches:
    """Return the batches whose samples have the form of those in the first."""
    return [batch for batch in batches if _form(batch) == _form(batches[0])]


def _form(batch: tuple[Any, Any]) -> list[Any]:
    """Return the shapes of a batch's samples; of several tensors, how many there are."""
    return [len(side.parts) if isinstance(side, Bundle) else side.shape[1:] for side in batch]


def unseen(loop: Loop, batches: Batches) -> Split | None:
    """Return what the model was evaluated on, unless that is the training part."""
    judged = alike(loop.judged)
    if batches and isinstance(batches[0][0], Bundle):
        return None
    if not judged or not batches or judged[0][0].shape[1:] != batches[0][0].shape[1:]:
        return None
    inputs, targets = (torch.cat(part) for part in zip(*judged, strict=True))
    answers = loop.first.replay.outputs if loop.first and loop.first.replay else None
    named = answers if isinstance(answers, Tensor) and answers.ndim > 1 and not targets.is_floating_point() else None
    if named is not None and targets.max() >= max(named.shape[1], named.shape[-1], 2):
        return None  # labels in another coding than those of the training
    known = {row.numpy().tobytes() for x, _ in batches for row in x.cpu()}
    again = sum(row.numpy().tobytes() in known for row in inputs.cpu()) / len(inputs)
    return None if again > MOSTLY else Split(inputs, targets)


def _modes(loop: Loop) -> dict[str, bool]:
    """Return the mode of each module, by its name in the models as one."""
    if not isinstance(loop.fresh, Chain):
        return loop.modes[0] if loop.modes else {}
    parts = (
        (f"parts.{n}.{name}".rstrip("."), mode) for n, modes in enumerate(loop.modes) for name, mode in modes.items()
    )
    return {"": True, "parts": True, **dict(parts)}


def _changes(takers: list[int]) -> list[tuple[int, int]]:
    """Return where another optimizer takes over: the step, and which."""
    return [(n, later) for n, later in enumerate(takers) if n and later != takers[n - 1]]


def _epochs(loop: Loop, batches: Batches) -> float | None:
    """Return how often the batches that are kept would fill all steps of the loop."""
    rows = sum(len(inputs) for inputs, _ in batches)
    return len(loop.takers) * len(batches[0][0]) / rows if rows else None
