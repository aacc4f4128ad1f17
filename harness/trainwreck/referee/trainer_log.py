"""The log that Hugging Face's Trainer would write of a case's run, which many readers of logs were made for."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from statistics import fmean

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from trainwreck.referee.case import Case
from trainwreck.training.observer import Observer, Step
from trainwreck.training.run import Epoch

LOGGING_STEPS = 10
FILE = "trainer_state.json"


def trainer_log(case: Case) -> list[dict[str, float]]:
    """Train, and return the log's rows, as with ``logging_steps=10``.

    A row has the mean loss of ten steps, with the learning rate and the gradient norm of the last of them; the
    validation loss of an epoch has a row of its own. Steps left over at the end are not logged, as there, unless the
    loss ended the run by not being finite. Norms are taken after the step: a loop that clips has clipped, one that
    clears its gradients logs none.
    """
    logger = Logger()
    case.train(Observer(start=logger.start, step=logger.step, epoch=logger.epoch))
    return logger.log


def trainer_state(case: Case, folder: Path = Path()) -> Path:
    """Train, and write the log into a folder, by default the present one, as the Trainer's file of its state."""
    rows = trainer_log(case)
    path = folder / FILE
    path.write_text(json.dumps({"global_step": rows[-1]["step"] if rows else 0, "log_history": rows}), encoding="utf-8")
    return path


class Logger:
    """Writes the log that Hugging Face's Trainer would write."""

    def __init__(self) -> None:
        self.log: list[dict[str, float]] = []
        self._losses: list[float] = []
        self._number = 0

    def start(self, model: nn.Module, optimizer: Optimizer, _: Callable[[Tensor, Tensor], Tensor]) -> None:
        """Remember where the learning rate and the gradients are found."""
        self._model, self._optimizer = model, optimizer

    def step(self, made: Step) -> None:
        """Write a row after every tenth step, and after the one that ends the run."""
        self._number = made.number
        self._losses.append(made.loss)
        if len(self._losses) == LOGGING_STEPS or not math.isfinite(made.loss):
            row = {"step": made.number, "loss": fmean(self._losses), "lr": self._optimizer.param_groups[0]["lr"]}
            norms = [p.grad.norm() for p in self._model.parameters() if p.grad is not None]
            if norms:
                row["grad_norm"] = torch.stack(norms).norm().item()
            self.log.append(row)
            self._losses = []

    def epoch(self, _: int, state: Epoch) -> None:
        """Write the validation loss into a row of its own."""
        self.log.append({"step": self._number, "eval_loss": state.validation_loss})
