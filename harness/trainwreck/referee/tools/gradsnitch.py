"""gradsnitch: ten rules for the loss, its gradient norm, the learning rate, and how far a step moves the weights.

It sees what a log holds, and, because it is given the model and the optimizer, the share by which a step moves the
weights. It can't see data, targets, scores or code.

Configuration: ``gradsnitch.watch(model, optimizer)``, told the loss after each step, and the validation loss with the
last step of an epoch; its README shows the same. It is told after the step, not before, so of a loop that clears its
gradients it has no norm, and of one that clips the clipped one. A finding is a fault, whether error or warning: its
rule is that "a wrong diagnosis is worse than none", and that a clean run has no finding. Nothing found is ``healthy``.

Source: https://github.com/devangpratap/gradsnitch
"""

from collections.abc import Callable
from typing import Any

from torch import Tensor, nn
from torch.optim import Optimizer

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.training.observer import Observer, Step
from trainwreck.training.run import Epoch

DISTRIBUTION = "gradsnitch"

HOT = Cause("optimizer", "high_learning_rate")
COLD = Cause("optimizer", "low_learning_rate")

# What each finding calls likely, in its own order.
CAUSES: dict[str, tuple[Cause, ...]] = {
    "GS001": (HOT, Cause("numerics", "half_precision_underflow"), Cause("data")),
    "GS002": (Cause("loop", "exploding_gradients"), HOT),
    "GS003": (HOT, Cause("data", "outliers")),
    "GS004": (Cause("loop", "too_many_epochs"),),
    "GS005": (COLD, Cause("initialization"), Cause("optimizer", "forgotten_parameters"), Cause("data")),
    "GS006": (HOT, Cause("schedule")),
    "GS007": (Cause("initialization", "dying_relu"), Cause("model", "vanishing_gradients"), COLD),
    "GS008 high": (HOT,),
    "GS008 low": (COLD,),
    "GS009": (HOT,),
    "GS010": (Cause("schedule"),),
}


def diagnose(case: Case) -> Diagnosis:
    """Watch the training, and ask for the report at its end."""
    import gradsnitch

    watched = Watched(gradsnitch)
    case.train(Observer(start=watched.start, step=watched.step, epoch=watched.epoch))
    found = sorted(watched.monitor.report(), key=lambda finding: finding.severity != "error")
    findings = [(f"{f.code} {f.name}: {f.evidence}", CAUSES[row(f.code, f.name)]) for f in found]
    return faulty(findings) if findings else HEALTHY


def row(code: str, name: str) -> str:
    """Return the row of the table: one rule has two findings, told apart by their names."""
    return code if code != "GS008" else f"{code} {'high' if 'too high' in name else 'low'}"


class Watched:
    """A monitor, as a training loop would feed it."""

    def __init__(self, package: Any) -> None:
        self._package = package

    def start(self, model: nn.Module, optimizer: Optimizer, _: Callable[[Tensor, Tensor], Tensor]) -> None:
        """Hand over what is watched."""
        self.monitor = self._package.watch(model, optimizer)

    def step(self, made: Step) -> None:
        """Tell of a step."""
        self.monitor.log(made.number, made.loss)

    def epoch(self, _: int, state: Epoch) -> None:
        """Add the validation loss to the last step's row."""
        self.monitor.rows[-1]["val_loss"] = state.validation_loss
