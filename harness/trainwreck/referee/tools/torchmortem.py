"""torchmortem: an autopsy of a whole run, from hooks on every layer.

It sees gradients, activations, weights, updates and losses of the run, and looks for vanishing and exploding, dead and
saturated units, unhealthy update ratios, plateaus and divergence, rank collapse, and what these tell together. It can't
see data, targets, scores or code: it speaks of symptoms, and sends its user to the causes that its remediation lists.

Configuration: ``Autopsy(model, optimizer=)`` with its defaults (``sampling="balanced"``), ``step(loss=)`` after every
update. CRITICAL and WARNING are faults, as the report's summary has it: a run completed "with issues" if there is any
of them, else "cleanly". INFO (catapult phase, edge of stability) is context. It holds outputs beyond ±0.95 for
saturated in every layer, also in a last one that gives logits, so that it finds issues in most healthy runs.
Nothing found is ``healthy``. It looks only once the run is over, and the steps it gives are those of the window that
it analysed: there is no alarm step.

Source: https://pypi.org/project/torchmortem/
"""

from contextlib import ExitStack
from typing import Any

from torch import nn
from torch.optim import Optimizer

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.training.observer import Observer, Step

DISTRIBUTION = "torchmortem"

HOT = Cause("optimizer", "high_learning_rate")
COLD = Cause("optimizer", "low_learning_rate")
UNADAPTIVE = Cause("optimizer", "wrong_optimizer")
UNCLIPPED = Cause("loop", "exploding_gradients")
SIGMOIDS = Cause("model", "vanishing_gradients")
NO_SKIPS = Cause("model", "degraded_depth")
LARGE = Cause("initialization", "large_initialization")

# There are no codes: these are titles, without the layer's name, and the names of the rules that join findings; to the
# causes in the order of the remediation.
CAUSES: dict[str, tuple[Cause, ...]] = {
    "Vanishing gradients detected": (NO_SKIPS, SIGMOIDS),
    "Exploding gradients detected": (UNCLIPPED, HOT, LARGE),
    "Gradient stalling": (Cause("initialization", "dying_relu"), Cause("initialization"), NO_SKIPS),
    "Dead units": (Cause("initialization", "dying_relu"), Cause("model"), HOT, Cause("initialization")),
    "Activation saturation": (SIGMOIDS, HOT, LARGE),
    "Update ratio too low": (COLD, SIGMOIDS, UNADAPTIVE),
    "Update ratio too high": (HOT, UNCLIPPED, Cause("schedule"), UNADAPTIVE),
    "Training divergence detected": (HOT, UNCLIPPED, Cause("numerics"), Cause("schedule")),
    "Loss plateau detected": (COLD, Cause("schedule"), Cause("optimizer")),
    "Rank collapse": (
        Cause("optimizer", "excessive_weight_decay"),
        Cause("model", "excessive_dropout"),
        Cause("model"),
        HOT,
        UNADAPTIVE,
    ),
    "Weight norm explosion": (Cause("optimizer"), HOT, UNCLIPPED),
    "Stagnant weight norms": (SIGMOIDS, COLD, Cause("loop", "detached_graph")),
    "Inter-layer weight norm imbalance": (UNADAPTIVE, Cause("initialization")),
    "High gradient noise (low SNR)": (Cause("loop", "single_sample_batches"), Cause("optimizer"), HOT),
    "gradient_starvation": (NO_SKIPS, Cause("initialization")),
    "instability_feedback_loop": (UNCLIPPED, HOT),
    "representation_bottleneck": (Cause("model", "too_small_model"), Cause("optimizer", "excessive_weight_decay")),
    "curvature_traps": (HOT, Cause("schedule")),
}


def diagnose(case: Case) -> Diagnosis:
    """Look on at the run, and make the autopsy."""
    from torchmortem import Autopsy
    from torchmortem.types import Severity

    autopsies: list[Any] = []
    with ExitStack() as stack:

        def start(model: nn.Module, optimizer: Optimizer, _: object) -> None:
            autopsy = Autopsy(model, optimizer=optimizer)
            autopsy.attach()
            stack.callback(autopsy.detach)  # makes the analysis, and keeps it from being made at exit
            autopsies.append(autopsy)

        def step(made: Step) -> None:
            autopsies[0].step(loss=made.loss)

        case.train(Observer(start=start, step=step))
    report = autopsies[0].get_report()
    issues = [found for found in report.findings if found.severity >= Severity.WARNING]
    if not issues:
        return HEALTHY
    issues.sort(key=lambda found: -found.severity)
    told = [(f"{insight.rule_name}: {insight.title}", CAUSES[insight.rule_name]) for insight in report.insights]
    told += [(f"{found.severity.name} {found.title}", CAUSES[found.title.partition(" in ")[0]]) for found in issues]
    return faulty(told)
