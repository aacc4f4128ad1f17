"""torch-audit: rules for inputs, activations, gradients, weights and the optimizer's settings, at every step.

It sees what goes into the model and what is left after each step, units that stay at zero, non-finite or exploding
gradients, unused layers, and where weight decay acts. It can't see targets, loss or scores: a run that merely does not
learn, learns the wrong thing or overfits is none of its business.

Configuration: ``autopatch(model, optimizer=, every_n_steps=1)``, its zero-touch mode, and ``ignore_rules`` for the
rules that are about speed and memory only, not about what is learned (TA200 to TA203, TA400, TA404). ERROR is a fault,
and so is WARN: its README's aim is "silent bugs that don't crash your code but quietly ruin training", and every one of
these rules tells what to change. INFO (a gradient that is zero for once) is not. A rule that crashes inside (TA000)
says nothing about the run. Nothing found is ``healthy``.

Evaluations go through the patched ``forward`` as well, with the whole validation part as one batch; if a rule first
fires there, its alarm is at the step that follows.

Source: https://github.com/RMalkiv/torch-audit
"""

from contextlib import ExitStack
from typing import Any

from torch import nn
from torch.optim import Optimizer

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.training.observer import Observer

DISTRIBUTION = "torch-audit"
EFFICIENCY = frozenset({"TA200", "TA201", "TA202", "TA203", "TA400", "TA404"})

# From the rules' own remediation. TA402 and TA403 object to where decay acts, not to how much there is.
CAUSES: dict[str, tuple[Cause, ...]] = {
    "TA100": (
        Cause("optimizer", "high_learning_rate"),
        Cause("numerics", "half_precision_underflow"),
        Cause("initialization", "large_initialization"),
    ),
    "TA102": (Cause("optimizer", "high_learning_rate"), Cause("loop", "exploding_gradients")),
    "TA104": (Cause("loop", "cleared_gradients"), Cause("loop", "detached_graph")),
    "TA105": (
        Cause("initialization", "dying_relu"),
        Cause("optimizer", "high_learning_rate"),
        Cause("model"),
    ),
    "TA300": (),
    "TA301": (Cause("preprocessing", "raw_pixels"), Cause("preprocessing", "unnormalized_features")),
    "TA302": (Cause("data"), Cause("preprocessing")),
    "TA303": (Cause("preprocessing"), Cause("model", "view_for_permute")),
    "TA304": (Cause("loop", "single_sample_batches"), Cause("model")),
    "TA305": (Cause("preprocessing"), Cause("data")),
    "TA405": (Cause("initialization", "zero_initialization"), Cause("initialization")),
    "TA500": (Cause("model"),),
    "TA501": (Cause("model"),),
    "TA401": (Cause("optimizer"),),
    "TA402": (Cause("optimizer", "excessive_weight_decay"),),
    "TA403": (Cause("optimizer", "excessive_weight_decay"),),
}


def diagnose(case: Case) -> Diagnosis:
    """Audit every step of the run."""
    from torch_audit import Severity, autopatch

    auditors = []
    with ExitStack() as stack:

        def start(model: nn.Module, optimizer: Optimizer, _: object) -> None:
            auditor: Any = autopatch(
                model, optimizer=optimizer, every_n_steps=1, reporters=[], ignore_rules=set(EFFICIENCY)
            )
            stack.callback(auditor.unpatch)
            auditors.append(auditor)

        case.train(Observer(start=start))
        result = auditors[0].finish(report=False)
    kept = [found for found in result.findings if found.severity >= Severity.WARN and found.rule_id in CAUSES]
    if not kept:
        return HEALTHY
    kept.sort(key=lambda found: (found.severity < Severity.ERROR, found.step))
    first = {found.rule_id: found for found in reversed(kept)}  # a rule may fire for every parameter at every step
    findings = [
        (f"{rule} at step {found.step}: {found.message}", CAUSES[rule]) for rule, found in reversed(first.items())
    ]
    return faulty(findings, min(found.step for found in kept))
