"""Copies of what is somebody's: of models as they were when they were first called, and of whatever else is kept."""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn


def copied(thing: Any, why: dict[str, str], word: str, memo: dict[int, Any] | None = None) -> Any:
    """Return a copy; None if there can be none, and then ``why`` says under this word what was in the way."""
    try:
        with torch.random.fork_rng():
            return copy.deepcopy(thing, memo)
    except Exception as error:  # whatever somebody's object may raise that is not made for it
        why[word] = f"it cannot be copied ({type(error).__name__}: {error})".splitlines()[0]
        return None


@dataclass(frozen=True)
class Known:
    """A model, and a copy from before it was first called; ``why`` there is none, if there is none."""

    model: nn.Module
    copy: nn.Module | None
    why: str


class Models:
    """The models that a script calls by itself, as they were before, and when each was called last."""

    def __init__(self) -> None:
        self._known: dict[int, Known] = {}
        self._called: dict[int, int] = {}

    def __contains__(self, model: nn.Module) -> bool:
        return id(model) in self._known

    def __getitem__(self, model: nn.Module) -> Known:
        return self._known[id(model)]

    def keep(self, model: nn.Module) -> Known:
        """Keep a copy of a model as it is now."""
        why: dict[str, str] = {}
        made = copied(model, why, "model")
        self._known[id(model)] = known = Known(model, made, why.get("model", ""))
        return known

    def called(self, model: nn.Module, when: int) -> None:
        """Note that a model is called, when so many steps have been made."""
        self._called[id(model)] = when

    def called_since(self, when: int) -> Iterator[nn.Module]:
        """Yield the models that were called after so many steps."""
        return (self._known[name].model for name, last in self._called.items() if last >= when)

    def memo(self) -> dict[int, Any]:
        """Return each parameter's counterpart in the copies, so that a copied optimizer holds those."""
        memo: dict[int, Any] = {}
        for one in self._known.values():
            theirs, ours = list(one.model.parameters()), list(one.copy.parameters() if one.copy is not None else ())
            if len(theirs) == len(ours):  # else it was given other layers since
                memo |= {id(parameter): made for parameter, made in zip(theirs, ours, strict=True)}
        return memo
