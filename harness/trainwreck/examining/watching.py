"""A training loop, watched as it goes: its models, losses, optimizers, batches, and the way in which it makes steps.

The first steps are looked at closely, and the first evaluation. After that only losses, rates and modes are noted, so
that the loop hardly notices.
"""

import copy
import gc
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.optim import Optimizer
from torch.optim.lr_scheduler import LRScheduler

from trainwreck.examining.hooks import Hooks
from trainwreck.examining.manner import Seen
from trainwreck.examining.tape import Call, Replay, leaves, sliced, tensors, unscaled
from trainwreck.training.streams import undisturbed

if TYPE_CHECKING:
    from trainwreck.examining.report import Report

FEWEST, MOST = 12, 64  # steps that are looked at closely: enough of them, and no more than that
SAMPLES = 1000  # … enough samples, of the training as of the validation part
PENDING = 4  # models that are called without a step that follows: so many, and it is an evaluation

Batch = tuple[Tensor, Tensor]


@dataclass(eq=False)
class Forward:
    """One call of a model by the script itself, and not by another module.

    ``inputs``  a copy; None if the model takes anything but one tensor.
    """

    model: nn.Module
    inputs: Tensor | None
    outputs: Any
    graded: bool
    half: torch.dtype | None
    source: int | None  # which data set the last batch came from


@dataclass(eq=False)
class Backward:
    """One call of ``backward``: the value that it was called on, and what this was made from.

    ``why``  what is in the way of telling how the loss comes from outputs and targets.
    """

    value: Tensor
    forwards: list[Forward] = field(default_factory=list)
    replay: Replay | None = None
    why: str = ""


@dataclass(eq=False)
class Loop:
    """What was seen of the training of one model, or of several that one optimizer trains together.

    ``fresh``, ``optimizer``  copies from before the first step, which belong together.
    ``trained``   a copy from the end.
    ``takers``    the ids of the optimizers that trained it, one a step.
    ``why``       why something could not be had.
    """

    models: tuple[nn.Module, ...]
    fresh: nn.Module | None = None
    optimizer: Any = None
    trained: nn.Module | None = None
    scheduled: Any = None
    live: Any = None
    takers: list[int] = field(default_factory=list)
    losses: list[Tensor] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    modes: dict[str, bool] = field(default_factory=dict)
    half: torch.dtype | None = None
    first: Backward | None = None
    batches: list[Batch] = field(default_factory=list)
    source: int | None = None
    judged: list[Batch] = field(default_factory=list)
    judged_in: bool | None = None  # the model's mode when it was last evaluated
    validation_losses: list[float] = field(default_factory=list)
    why: dict[str, str] = field(default_factory=dict)

    @property
    def close(self) -> bool:
        """Whether steps are still looked at closely."""
        return len(self.takers) < FEWEST or (len(self.takers) < MOST and _samples(self.batches) < SAMPLES)

    @property
    def wants_judged(self) -> bool:
        """Whether more of the validation part is to be seen."""
        return bool(self.batches) and _samples(self.judged) < SAMPLES


class Watch:
    """Watches the training that goes on inside a ``with`` block; afterwards ``loops`` has what was seen.

    ``model``, ``optimizer``  watches these alone; without them, whatever is trained.
    """

    def __init__(self, model: nn.Module | None = None, optimizer: Optimizer | None = None) -> None:
        self.model, self.only = model, optimizer
        self.loops: list[Loop] = []
        self.hooks = Hooks(self)
        self._known: dict[int, tuple[nn.Module, nn.Module | None, str]] = {}  # models, as they were when first called
        self._forwards: list[Forward] = []
        self._backwards: list[Backward] = []
        self._left: dict[int, bool] = {}
        self._made: dict[int, list[float]] = {}
        self._stepped = False  # since the last backward
        self._judging: Loop | None = None
        self._source: int | None = None

    def __enter__(self) -> "Watch":
        self.hooks.attach()
        return self

    def __exit__(self, *_: object) -> None:
        with self.hooks.deaf():
            self._harvest(self.hooks.tape.stop())
            self._ends_judging()
        self.hooks.detach()
        with self.hooks.deaf():
            for loop in self.loops:
                self._ends(loop)
        self._forwards, self._backwards = [], []

    def report(self, *, seconds: float = 60.0, error: str = "") -> "Report":
        """Ask all checks about what was seen; return what they say.

        ``seconds``  how long the checks may take in all; those that are left over are not asked.
        """
        from trainwreck.examining.judging import report
        from trainwreck.examining.observed import material

        materials = [material(loop, self._name(loop)) for loop in self.loops]
        return report(materials, seconds=seconds, watching=self.hooks.seconds, error=error)

    def _name(self, loop: Loop) -> str:
        """Return what to call a loop, where there are several: its model's class and number."""
        if len(self.loops) == 1:
            return ""
        names = " and ".join(type(model).__name__ for model in loop.models) or "no model"
        return f"{names}, training {self.loops.index(loop) + 1}"

    def _ends(self, loop: Loop) -> None:
        """Keep what the loop leaves behind, and let go of what is not ours."""
        schedules = (each for each in gc.get_objects() if issubclass(type(each), LRScheduler))
        loop.scheduled = next((each for each in schedules if each.optimizer is loop.live), None)
        loop.live = None
        if len(loop.models) == 1:
            loop.trained = self._copied(loop.models[0], loop.why, "trained")

    # What follows is called in the midst of somebody's loop.

    def fetched(self, dataset: Any) -> None:
        """Note where a batch comes from."""
        self._source = id(dataset)

    def calls(self, model: nn.Module) -> None:
        """Keep a copy of a model that is called for the first time."""
        if not torch.is_grad_enabled() or len(self._forwards) >= PENDING or self._judging:
            self._harvest(self.hooks.tape.stop())
        if self.model is not None and model is not self.model:
            return
        if id(model) not in self._known:
            why: dict[str, str] = {}
            copied = self._copied(model, why, "model")
            self._known[id(model)] = model, copied, why.get("model", "")

    def called(self, model: nn.Module, args: Any, kwargs: Any, outputs: Any) -> None:
        """Note a call of a model, and listen to what becomes of its outputs."""
        if id(model) not in self._known:
            return
        loop, graded = self._loop_of(model), torch.is_grad_enabled()
        if loop and not graded:
            loop.judged_in, self._judging = model.training, loop
        elif loop and graded and self._judging is loop:
            self._ends_judging()
        if loop and not (loop.close if graded else loop.wants_judged):
            return
        one = len(args) == 1 and not kwargs and isinstance(args[0], Tensor)
        inputs = args[0].detach().clone() if one else None
        device = args[0].device.type if one else "cpu"
        half = torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else None
        self._forwards.append(Forward(model, inputs, outputs, graded, half, self._source))
        self.hooks.tape.start()

    def goes_back(self, value: Tensor) -> None:
        """Note what a loss was made from, and what gradients it meets."""
        calls = self.hooks.tape.stop()
        backward = _read(value, calls, self._forwards) if self._forwards else Backward(value)
        self._forwards = [one for one in self._forwards if not any(one is used for used in backward.forwards)]
        if self._forwards:
            self._harvest(calls)
        if self._stepped or not self._backwards:
            self._backwards, self._stepped = [], False
            self._left = {id(each): _any_gradient(each.live) for each in self._close()}
        backward.value = value.detach()
        self._backwards.append(backward)

    def went_back(self) -> None:
        """Note the gradients that a loss has given."""
        for loop in self._close():
            self._made[id(loop)] = _lengths(loop.live)

    def steps(self, optimizer: Optimizer) -> None:
        """Note a step, and look at it closely if it is one of the first."""
        if self.only is not None and optimizer is not self.only:
            return
        loop = self._trained_by(optimizer)
        if self._backwards:
            loop.losses.append(torch.stack([_number(each.value) for each in self._backwards]).mean())
            loop.rates.append(float(optimizer.param_groups[0]["lr"]))
        close = loop.close
        loop.takers.append(id(optimizer))
        if len(loop.models) == 1 and loop.modes.get("") != loop.models[0].training:
            loop.modes = {name: part.training for name, part in loop.models[0].named_modules()}
        if close:
            self._looks(loop, optimizer)
        self._stepped = True

    def _looks(self, loop: Loop, optimizer: Optimizer) -> None:
        used = [one for backward in self._backwards for one in backward.forwards]
        if used and used[0].half:
            loop.half = used[0].half
        if loop.live is optimizer and id(loop) in self._made and id(loop) in self._left:
            made, now = self._made[id(loop)], _lengths(optimizer)
            loop.seen.append(Seen(self._left[id(loop)], len(self._backwards), made, now))
        loop.live = optimizer
        for backward in self._backwards:
            if loop.first is None:
                loop.first = backward
                loop.source = used[0].source if used else None
            if backward.replay and len(backward.forwards) == 1:
                inputs = backward.forwards[0].inputs
                assert inputs is not None
                loop.batches.append((inputs, backward.replay.targets.detach().clone()))
            if backward is not loop.first:
                backward.replay = None

    def _trained_by(self, optimizer: Optimizer) -> Loop:
        """Return the loop of the models whose parameters an optimizer holds; a new one at its first step."""
        held = {id(p) for group in optimizer.param_groups for p in group["params"]}
        models = tuple(
            model for model, _, _ in self._known.values() if any(id(p) in held for p in model.parameters())
        )
        for loop in self.loops:
            if len(loop.models) == len(models) and all(a is b for a, b in zip(loop.models, models, strict=True)):
                return loop
        loop = Loop(models)
        self.loops.append(loop)
        if len(models) != 1:
            several = "several models" if models else "no model that was called"
            loop.why["model"] = f"the optimizer holds the parameters of {several}"
            return loop
        _, loop.fresh, why = self._known[id(models[0])]
        if why:
            loop.why["model"] = why
        elif optimizer.state:
            loop.why["model"] = "the watch began when the training had begun"
        else:
            pairs = zip(models[0].parameters(), loop.fresh.parameters() if loop.fresh else (), strict=True)
            memo: dict[int, Any] = {id(theirs): ours for theirs, ours in pairs}
            loop.optimizer = self._copied(optimizer, loop.why, "optimizer", memo)
        return loop

    def _loop_of(self, model: nn.Module) -> Loop | None:
        return next((loop for loop in self.loops if any(model is each for each in loop.models)), None)

    def _close(self) -> Iterator[Loop]:
        return (loop for loop in self.loops if loop.live is not None and loop.close)

    def _harvest(self, calls: list[Call]) -> None:
        """Take what was called without a step that followed for an evaluation."""
        for one in self._forwards:
            loop = self._loop_of(one.model)
            if loop and loop.batches and one.inputs is not None and (one.source is None or one.source != loop.source):
                like = loop.batches[0][1]
                fit = [t for t in leaves(calls) if _alike(t, like, len(one.inputs)) and t is not one.outputs]
                if len(fit) == 1 and loop.wants_judged:
                    loop.judged.append((one.inputs, fit[0].detach().clone()))
        self._forwards = []

    def _ends_judging(self) -> None:
        """Note the loss on the validation part, where it is known."""
        loop, self._judging = self._judging, None
        if loop is None or not loop.judged or not loop.first or not loop.first.replay:
            return
        model = self._copied(loop.models[0], {}, "model")
        if model is None:
            return
        with undisturbed(), torch.no_grad(), torch.random.fork_rng():
            try:
                losses = [loop.first.replay(model.eval()(x), y).item() for x, y in loop.judged]
            except Exception:  # noqa: BLE001
                return
        loop.validation_losses.append(sum(losses) / len(losses))

    def _copied(self, thing: Any, why: dict[str, str], word: str, memo: dict[int, Any] | None = None) -> Any:
        try:
            with torch.random.fork_rng():
                return copy.deepcopy(thing, memo)
        except Exception as error:  # whatever somebody's object may raise that is not made for it
            why[word] = f"it cannot be copied ({type(error).__name__}: {error})".splitlines()[0]
            return None


def _read(value: Tensor, calls: list[Call], forwards: list[Forward]) -> Backward:
    """Find out which calls of models a loss comes from, and how."""
    chain, needed = sliced(calls, value)
    used = [one for one in forwards if one.graded and any(id(t) in needed for t in tensors(one.outputs))]
    backward = Backward(value, used)
    if len(used) != 1:
        backward.why = f"the loss comes from {len(used) or 'no'} calls of a model that could be seen"
        return backward
    [one] = used
    if one.inputs is None:
        backward.why = "the model takes something else than one tensor"
        return backward
    made = {id(t) for t in tensors(one.outputs)}
    own = {id(p) for p in one.model.parameters()}
    leaf = [t for t in leaves(chain) if id(t) not in made | own and t.ndim and len(t) == len(one.inputs)]
    if len(leaf) != 1:
        backward.why = f"the loss reads {len(leaf) or 'no'} tensors with a row a sample beside the outputs"
        return backward
    loss, factor = unscaled(chain, value)
    if id(loss) in made:
        backward.why = "the loss is an output of the model"
        return backward
    chain, _ = sliced(calls, loss)
    backward.replay = Replay(tuple(chain), one.outputs, leaf[0], loss, factor)
    return backward


def _alike(tensor: Tensor, like: Tensor, rows: int) -> bool:
    return tensor.ndim == like.ndim and tensor.dtype == like.dtype and tensor.shape == (rows, *like.shape[1:])


def _lengths(optimizer: Optimizer) -> list[float]:
    """Return the length of each parameter's gradient, 0 where there is none."""
    held = [p for group in optimizer.param_groups for p in group["params"]]
    return [0.0 if p.grad is None else float(torch.linalg.vector_norm(p.grad.float())) for p in held]


def _any_gradient(optimizer: Optimizer) -> bool:
    return any(_lengths(optimizer))


def _number(value: Tensor) -> Tensor:
    return value.float().mean()


def _samples(batches: list[Batch]) -> int:
    return sum(len(inputs) for inputs, _ in batches)
