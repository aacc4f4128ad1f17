"""A training loop, watched as it goes: its models, losses, optimizers, batches, and the way in which it makes steps.

The first steps are looked at closely, and the first evaluation. After that only losses, rates and modes are noted, so
that the loop hardly notices.
"""

from collections.abc import Iterator, Sequence, Sized
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from trainwreck.examining.beginning import begin, held
from trainwreck.examining.byhand import ByHand
from trainwreck.examining.copies import Models, copied
from trainwreck.examining.ending import end
from trainwreck.examining.evaluating import averages, note, note_loss
from trainwreck.examining.hooks import Hooks
from trainwreck.examining.loop import Backward, Forward, Loop
from trainwreck.examining.manner import Seen
from trainwreck.examining.origin import origin
from trainwreck.examining.tape import Call

if TYPE_CHECKING:
    from trainwreck.examining.report import Report

PENDING = 4  # models that are called without a step that follows: so many, and it is an evaluation


class Watch:
    """Watches the training that goes on inside a ``with`` block; afterwards ``loops`` has what was seen.

    What it is made of is said at ``watch``.
    """

    def __init__(self, model: nn.Module | None = None, loss: object = None, optimizer: Optimizer | None = None) -> None:
        self.model, self.loss, self.only = model, loss, optimizer
        self.loops: list[Loop] = []
        self.backwards = 0
        self.by_hand = False  # whether what gradients come back to has changed, and no optimizer has made a step
        self._by_hand = ByHand()
        self.hooks = Hooks(self)
        self._models = Models()
        self._reached: dict[int, nn.Module] = {}  # the models in training mode that a gradient came back to
        self.untaken: tuple[str, ...] = ()  # … and that no optimizer has any parameter of
        self._optimizers = self._steps = 0  # how many were seen
        self._serials: WeakKeyDictionary[Optimizer, int] = WeakKeyDictionary()
        self._forwards: list[Forward] = []
        self._carried: list[Call] = []
        self._last: nn.Module | None = None  # the model that was called last with gradients on
        self._backwards: list[Backward] = []
        self._left: dict[int, bool] = {}
        self._made: dict[int, list[float]] = {}
        self._stepped = False  # since the last backward
        self.gaps = False  # whether anything that is no number went into a model
        self._judging: Loop | None = None
        self._source: int | None = None
        self._rows: dict[int | None, int | None] = {}  # of each data set

    def __enter__(self) -> "Watch":
        self.hooks.attach()
        return self

    def __exit__(self, *_: object) -> None:
        with self.hooks.deaf():
            self._harvest(self.hooks.tape.stop())
            self._ends_judging()
        self.hooks.detach()
        with self.hooks.deaf():
            self.by_hand = self._by_hand.ends() and not self.loops
            reached = [
                m for m in self._reached.values() if self.loops and not any(loop.holds(m) for loop in self.loops)
            ]
            self.untaken = tuple(type(model).__name__ for model in reached)
            end(self.loops, self._models)
        self._forwards, self._carried, self._backwards, self._reached, self._last = [], [], [], {}, None

    def report(self, *, seconds: float = 60.0, error: str = "") -> "Report":
        """Ask all checks about what was seen; return what they say.

        ``seconds``  how long the checks may take in all; those that are left over are not asked.
        """
        from trainwreck.examining.judging import report
        from trainwreck.examining.observed import material

        materials = [material(loop, self._name(loop)) for loop in self.loops]
        stepless = self.backwards if not self.loops and not self.by_hand else 0
        return report(
            materials,
            seconds=seconds,
            watching=self.hooks.seconds,
            error=error,
            stepless=stepless,
            untaken=self.untaken,
            gaps=self.gaps,
        )

    def _name(self, loop: Loop) -> str:
        """Return what to call a loop, where there are several: its model's class and number."""
        if len(self.loops) == 1:
            return ""
        names = " and ".join(type(model).__name__ for model in loop.models) or "no model"
        return f"{names}, training {self.loops.index(loop) + 1}"

    # What follows is called in the midst of somebody's loop.

    def fetched(self, dataset: Any) -> None:
        """Note where a batch comes from."""
        self._source = id(dataset)
        self._rows[id(dataset)] = len(dataset) if isinstance(dataset, Sized) else None

    def calls(self, model: nn.Module) -> None:
        """Keep a copy of a model that is called for the first time."""
        amid = any(one.graded for one in self._forwards)  # a teacher or a target network may be asked before the loss
        if len(self._forwards) >= PENDING or (not amid and (self._judging or not torch.is_grad_enabled())):
            self._harvest(self.hooks.tape.stop())
        if model is self.loss or (self.model is not None and model is not self.model):
            return
        if model not in self._models:
            self._models.keep(model)

    def called(self, model: nn.Module, args: Any, kwargs: Any, outputs: Any) -> None:
        """Note a call of a model, and listen to what becomes of its outputs."""
        if model not in self._models:
            self.hooks.tape.note(Call(model, args, kwargs, outputs))
            return
        self._models.called(model, self._steps)
        loop, graded = self._loop_of(model), torch.is_grad_enabled()
        self._last = model if graded else self._last
        if loop and not graded:
            loop.judged_in, self._judging = model.training, loop
        elif loop and graded and self._judging is loop:
            self._ends_judging()
        trained_in = [each for each in self.loops if any(model is one for one in each.models)]
        if trained_in and not any(each.close if graded else each.wants_judged for each in trained_in):
            return
        device = next(model.parameters()).device.type
        half = torch.get_autocast_dtype(device) if torch.is_autocast_enabled(device) else None
        call = Call(model, args, kwargs, outputs)
        self.gaps |= any(t.is_floating_point() and bool(t.isnan().any()) for t in call.takes())
        self._forwards.append(Forward(call, graded, half, self._source))
        self.hooks.tape.start()
        self.hooks.tape.note(call)

    def goes_back(self, value: Tensor) -> None:
        """Note what a loss was made from, and what gradients it meets."""
        calls = [*self._carried, *self.hooks.tape.stop()]
        backward, used = origin(value, calls, self._forwards)
        # What has no part in this loss may have one in the next, as a generator's samples have.
        waiting = [one for one in self._forwards if one.graded and not one.waited and one not in used]
        self._forwards = [one for one in self._forwards if one not in used and one not in waiting]
        self._harvest(calls)
        self._forwards = [replace(one, waited=True) for one in waiting]
        self._carried = calls[len(self._carried) :] if waiting else []
        if self._stepped or not self._backwards or self._cleared():
            self._backwards, self._stepped = [], False
            self._left = {id(each): any(_lengths(each.live)) for each in self._close()}
        self._backwards.append(backward)
        self._reached.update({id(model): model for model in backward.models if model.training})
        self._by_hand.goes_back(value)
        self.backwards += 1

    def went_back(self) -> None:
        """Note the gradients that a loss has given."""
        for loop in self._close():
            self._made[id(loop)] = _lengths(loop.live)

    def steps(self, optimizer: Optimizer, begun: bool) -> None:
        """Note a step, and look at it closely if it is one of the first."""
        if self.only is not None and optimizer is not self.only:
            return
        if not self.loops:
            self._by_hand.ends()
        loop = self._trained_by(optimizer, begun)
        if self._backwards:
            loop.losses.append([each.value for each in self._backwards])
            loop.rates.append(float(optimizer.param_groups[0]["lr"]))
        close = loop.close
        if close:
            self._looks(loop, optimizer)
        self._steps += 1
        loop.when = [*loop.when[:1], self._steps]
        loop.ended.clear()
        self._optimizers += optimizer not in self._serials
        loop.takers.append(self._serials.setdefault(optimizer, self._optimizers))
        if [modes.get("") for modes in loop.modes] != [model.training for model in loop.models]:
            loop.modes = [{name: part.training for name, part in model.named_modules()} for model in loop.models]
        self._stepped, self._source = True, None  # what comes now need not come from a loader

    def _looks(self, loop: Loop, optimizer: Optimizer) -> None:
        if loop.live is optimizer and id(loop) in self._made and id(loop) in self._left:
            made, now = self._made[id(loop)], _lengths(optimizer)
            ours = any(loop.holds(model) for model in self._models.called_since(loop.when[-1]))
            loop.seen.append(Seen(self._left[id(loop)], len(self._backwards), made, now, ours))
        loop.live = optimizer
        for backward in self._backwards:
            loop.half = backward.half or loop.half
            loop.moving |= backward.moving
            if loop.first is None and backward.models:
                loop.first, loop.source, loop.rows = backward, backward.source, self._rows.get(backward.source)
                if backward.replay:
                    route = backward.replay.route.with_own(lambda module: copied(module, loop.why, "loss"))
                    backward.replay = replace(backward.replay, route=route)
            if backward.replay and backward.inputs is not None:
                loop.batches.append((backward.inputs.detach().clone(), backward.replay.targets.detach().clone()))
            if backward is not loop.first:
                backward.replay = backward.way = backward.inputs = None

    def _trained_by(self, optimizer: Optimizer, begun: bool) -> Loop:
        """Return the loop that trains what an optimizer holds; a new one at its first step."""
        for loop in self.loops:
            if loop.live is optimizer:
                return loop
        for loop in self.loops:
            if loop.held == held(optimizer):
                return loop
        models = tuple(dict.fromkeys(model for backward in self._backwards for model in backward.models))
        if not models and self._last is not None:  # a second training, at whose beginning nobody looked closely
            models = (self._last,)
        self._ends_phase(models)
        self.loops.append(begin(optimizer, begun, models, self._models))
        return self.loops[-1]

    def _ends_phase(self, models: Sequence[nn.Module]) -> None:
        """Keep models as they are between two trainings of theirs, as the end of one and the beginning of the other."""
        for loop in self.loops:
            again = [model for model in models if id(model) in loop.copies]
            for model in again:
                loop.ended[id(model)] = made = self._models.keep(model).copy
                if made is not None:
                    made.zero_grad()

    def _loop_of(self, model: nn.Module) -> Loop | None:
        """Return the loop that a model is trained in, last of all models, if there are several."""
        return next((loop for loop in reversed(self.loops) if loop.models and model is loop.models[-1]), None)

    def _cleared(self) -> bool:
        """Whether what came of the losses before is gone again, and no step has used it."""
        ours = [loop for loop in self._close() if any(self._made.get(id(loop), ()))]
        return bool(ours) and not any(any(_lengths(loop.live)) for loop in ours)

    def _close(self) -> Iterator[Loop]:
        return (loop for loop in self.loops if loop.live is not None and loop.close)

    def _harvest(self, calls: list[Call]) -> None:
        """Take what was called without a step that followed for an evaluation."""
        graded = any(one.graded for one in self._forwards)
        for one in self._forwards:
            loop = self._loop_of(one.model)
            if loop is None and not graded:
                loop = next((each for each in self.loops if averages(one.model, each)), None)
                if loop is not None:
                    loop.averaged, loop.judged_in = one.model, one.model.training
            if loop is not None:
                note(one, calls, loop)
        self._forwards = []

    def _ends_judging(self) -> None:
        """Note the loss on the validation part, where it is known."""
        loop, self._judging = self._judging, None
        if loop is not None:
            note_loss(loop)


def watch(model: nn.Module | None = None, loss: object = None, optimizer: Optimizer | None = None) -> Watch:
    """Watch the training inside a ``with`` block, and ask all checks about it afterwards; the training goes on as ever.

    ``model``, ``optimizer``  watches these alone; without them, whatever is trained.
    ``loss``  need be given only if it has parameters of its own, for which it would be taken for a model.

    >>> import torch
    >>> from torch import nn
    >>> _ = torch.manual_seed(0)
    >>> model = nn.Linear(1, 1)
    >>> optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    >>> with watch(model, optimizer=optimizer) as watched:
    ...     for inputs in torch.randn(3, 64, 1):
    ...         nn.functional.mse_loss(model(inputs), torch.ones(64, 1)).backward()
    ...         optimizer.step()
    >>> [finding.name for finding in watched.report().findings]
    ['accumulated_gradients']
    """
    return Watch(model, loss, optimizer)


def _lengths(optimizer: Optimizer) -> list[float]:
    """Return the length of each parameter's gradient, 0 where there is none."""
    held = [p for group in optimizer.param_groups for p in group["params"]]
    return [0.0 if p.grad is None else float(torch.linalg.vector_norm(p.grad.float())) for p in held]
