"""Where a training loop can be heard: PyTorch's own hooks, and two methods that are wrapped for as long as it lasts."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from time import perf_counter
from typing import Any, Protocol

import torch
from torch import Tensor, nn
from torch.nn.modules import module as modules
from torch.optim import Optimizer
from torch.optim.optimizer import register_optimizer_step_pre_hook
from torch.utils.data.dataloader import _BaseDataLoaderIter

from trainwreck.examining.tape import Tape


class Listener(Protocol):
    """Who is told what a loop does."""

    def fetched(self, dataset: Any) -> None:
        """Note that a batch of a data set was fetched."""

    def calls(self, model: nn.Module) -> None:
        """Note that the script is about to call a model with parameters of its own."""

    def called(self, model: nn.Module, args: Any, kwargs: Any, outputs: Any) -> None:
        """Note what such a call has returned."""

    def goes_back(self, value: Tensor) -> None:
        """Note that ``backward`` is about to be called on a value."""

    def went_back(self) -> None:
        """Note that it has been."""

    def steps(self, optimizer: Optimizer, begun: bool) -> None:
        """Note that an optimizer is about to change its parameters, and whether it has done so before."""


class Hooks:
    """Tells a listener what a loop does, and how long the listener took.

    ``tape``  what is called outside of modules, for as long as the listener lets it run.
    """

    def __init__(self, listener: Listener) -> None:
        self.listener = listener
        self.tape = Tape()
        self.seconds = 0.0
        self._depth = 0
        self._deaf = False
        self._undo = ExitStack()

    def attach(self) -> None:
        """Begin to listen."""
        handles = (
            modules.register_module_forward_pre_hook(self._before_forward),
            modules.register_module_forward_hook(self._after_forward, with_kwargs=True, always_call=True),
            register_optimizer_step_pre_hook(self._before_step),
        )
        for handle in handles:
            self._undo.callback(handle.remove)
        self._wrap(torch.Tensor, "backward", self._backward)
        self._wrap(_BaseDataLoaderIter, "__next__", self._next)

    def detach(self) -> None:
        """Listen no more, and leave nothing behind."""
        self.tape.stop()
        self._undo.close()

    @contextmanager
    def deaf(self) -> Iterator[None]:
        """Do not listen to what is called in here; its time is counted."""
        before, started = self._deaf, perf_counter()
        self._deaf = True
        paused, self.tape.paused = self.tape.paused, True
        try:
            yield
        finally:
            self._deaf, self.tape.paused = before, paused
            self.seconds += 0.0 if before else perf_counter() - started

    def _wrap(self, owner: Any, name: str, wrapped: Callable[[Any], Any]) -> None:
        before = getattr(owner, name)
        setattr(owner, name, wrapped(before))
        self._undo.callback(setattr, owner, name, before)

    def _before_forward(self, module: nn.Module, _: Any) -> None:
        if self._deaf:
            return
        self._depth += 1
        if self._depth == 1 and _learns(module):
            self.tape.paused = True
            with self.deaf():
                self.listener.calls(module)

    def _after_forward(self, module: nn.Module, args: Any, *rest: Any) -> None:
        if self._deaf:
            return
        self._depth -= 1
        if self._depth == 0 and _learns(module):
            if len(rest) == 2:  # after an exception, PyTorch leaves the keyword arguments out
                with self.deaf():
                    self.listener.called(module, args, *rest)
            self.tape.paused = not self.tape.running

    def _backward(self, before: Callable[..., None]) -> Callable[..., None]:
        def backward(value: Tensor, *args: Any, **kwargs: Any) -> None:
            if self._deaf:
                return before(value, *args, **kwargs)
            with self.deaf():
                self.listener.goes_back(value)
            before(value, *args, **kwargs)
            with self.deaf():
                return self.listener.went_back()

        return backward

    def _next(self, before: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def following(iterator: Any) -> Any:
            batch = before(iterator)
            if not self._deaf:
                self.listener.fetched(iterator._dataset)
            return batch

        return following

    def _before_step(self, optimizer: Optimizer, args: Any, kwargs: Any) -> Any:
        if self._deaf:
            return None
        begun = bool(optimizer.state)
        closure = args[1] if len(args) > 1 else kwargs.get("closure")  # the first is the optimizer itself
        if closure is None:
            with self.deaf():
                self.listener.steps(optimizer, begun)
            return None

        def watched() -> Any:  # the gradients come inside the step
            value = closure()
            with self.deaf():
                self.listener.steps(optimizer, begun)
            return value

        return ((args[0], watched, *args[2:]), kwargs) if len(args) > 1 else (args, {**kwargs, "closure": watched})


def _learns(module: nn.Module) -> bool:
    return any(parameter.requires_grad for parameter in module.parameters())
