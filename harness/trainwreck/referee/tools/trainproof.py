"""trainproof: rules for the log of a run: NaN, flat, dead, diverging, spiking, overfitting.

It sees the loss, the learning rate, the gradient norm and the validation loss. It can't see data, model or code, and
names few causes. As its README finds by experiment, no rule for the log of a single run can see corrupted data.

Configuration: ``trainproof.epoch.check_records``, the function behind ``trainproof epoch``, on the log that Hugging
Face's Trainer, whose logs its rules were made and tested with, would write of this run with ``logging_steps=10``: the
mean loss of ten steps, with the learning rate and the gradient norm of the last of them, and a row of its own for the
validation loss of an epoch. Steps left over at the end are not logged, as there, unless the loss ended the run by not
being finite. Norms are taken after the step: a loop that clips has clipped, one that clears its gradients logs none.

FAIL is a fault. WARN is one too: PASS, "no mechanical failures", is not given beside a WARN, and the README counts
spikes among these failures and shows overfitting as found. What could not be judged is ``abstain``.

Source: https://github.com/Mormolykos/trainproof
"""

import math
from collections.abc import Callable
from statistics import fmean

import torch
from torch import Tensor, nn
from torch.optim import Optimizer

from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.training.observer import Observer, Step
from trainwreck.training.run import Epoch

DISTRIBUTION = "trainproof"
LOGGING_STEPS = 10

HOT = Cause("optimizer", "high_learning_rate")
COLD = Cause("optimizer", "low_learning_rate")

# It names symptoms. Where neither message nor evidence gives a cause, these are the faults that its authors injected to
# get the finding: the README's gallery, and the reasons given beside the thresholds.
CAUSES: dict[str, tuple[Cause, ...]] = {
    "TP-NAN": (HOT, Cause("numerics"), Cause("loop", "exploding_gradients")),
    "TP-NAN-GRAD": (Cause("numerics", "half_precision_underflow"),),
    "TP-ZERO-LOSS": (Cause("loss", "padding_in_loss"),),
    "TP-ZERO-LOSS-ONSET": (Cause("numerics", "half_precision_underflow"),),
    "TP-FLAT": (COLD,),
    "TP-DIVERGE": (HOT, Cause("numerics"), Cause("loop", "exploding_gradients")),
    "TP-DEAD-RUN": (COLD, Cause("data", "misaligned_labels")),
    "TP-ZERO-GRAD": (Cause("loop", "detached_graph"),),
    "TP-GRAD-SPIKE": (HOT, Cause("data", "misaligned_labels")),
    "TP-ZERO-LR": (COLD, Cause("schedule")),
    "TP-ZERO-LR-PARTIAL": (Cause("schedule"), COLD),
    "TP-OVERFIT": (Cause("loop", "too_many_epochs"), Cause("data", "tiny_dataset")),
}
NOT_JUDGED = frozenset({"TP-NO-RECORDS", "TP-NO-LOSS", "TP-NOT-CHECKED"})


def diagnose(case: Case) -> Diagnosis:
    """Judge the log of the run."""
    from trainproof.epoch import check_records

    trainer = Trainer()
    case.train(Observer(start=trainer.start, step=trainer.step, epoch=trainer.epoch))
    found = check_records(trainer.log)["findings"]
    if any(finding["id"] in NOT_JUDGED for finding in found):
        return ABSTAIN
    grave = sorted(
        (finding for finding in found if finding["level"] in ("FAIL", "WARN")),
        key=lambda finding: finding["level"] == "WARN",
    )
    findings = [(f"{f['id']}: {f['message']} {f['evidence']}", CAUSES[f["id"]]) for f in grave]
    return faulty(findings) if findings else HEALTHY


class Trainer:
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
