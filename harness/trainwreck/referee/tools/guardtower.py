"""guardtower: an audit of the first batch's forward and backward pass, and of the optimizer's list of parameters.

It sees whether a loss is finite and connected, which parameters get a gradient and which of them the optimizer knows,
dead ReLUs, and the size of the first gradients. It can't see the set-up's own step (it calls ``loss(model(x), y)``
itself), its schedule, its data beyond one batch, or anything that happens later than the first step.

Configuration: its defaults, all checks, ``audit(model, closure, optimizer=, inputs=)`` in training mode. FAIL is a
fault. So is a WARN for which guardtower's catalogue of failure modes prescribes a remedy for the training (GRAD-002,
GRAD-003, GRAD-004, RELU-001); a frozen parameter in the optimizer is none, "harmless but wasteful". Nothing found is
``healthy``: it says PASS.

Source: https://github.com/tjark-neumann/guardtower
"""

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case

DISTRIBUTION = "guardtower"

# A check and a part of its message, because not every finding carries the catalogue's number, to what the catalogue
# says to look at.
CAUSES: dict[tuple[str, str], tuple[Cause, ...]] = {
    ("loss", "does not require grad"): (Cause("loop", "detached_graph"), Cause("loss")),
    ("loss", "not a scalar"): (Cause("loss"),),
    ("loss", "not a tensor"): (Cause("loss"),),
    ("loss", "non-finite"): (Cause("numerics", "log_of_zero"), Cause("initialization", "large_initialization")),
    ("nonfinite", "forward"): (Cause("numerics", "log_of_zero"), Cause("initialization", "large_initialization")),
    ("nonfinite", ""): (Cause("numerics", "log_of_zero"), Cause("loop", "exploding_gradients")),
    ("grad_connectivity", "NO gradient"): (Cause("model"), Cause("loop", "detached_graph")),
    ("grad_connectivity", "all-zero"): (Cause("loop", "detached_graph"), Cause("initialization", "dying_relu")),
    ("optimizer_coverage", "NOT in the optimizer"): (Cause("optimizer", "forgotten_parameters"),),
    ("input_dependency", "ignoring its input"): (Cause("model"),),
    ("dead_relu", ""): (
        Cause("initialization", "dying_relu"),
        Cause("optimizer", "high_learning_rate"),
        Cause("model"),
    ),
    ("grad_norms", "large"): (Cause("optimizer", "high_learning_rate"), Cause("loop", "exploding_gradients")),
    ("grad_norms", "tiny"): (Cause("model", "vanishing_gradients"), Cause("loop", "detached_graph")),
}


def diagnose(case: Case) -> Diagnosis:
    """Audit the first batch."""
    import guardtower

    batch = case.batch()
    batch.model.train()
    report = guardtower.audit(
        batch.model,
        lambda: batch.loss(batch.model(batch.inputs), batch.targets),
        optimizer=batch.optimizer,
        inputs=batch.inputs,
    )
    findings = []
    for found in [*report.errors, *report.warnings]:
        causes = pointed_to(found.check, found.message)
        if causes is not None:
            findings.append((str(found), causes))
        elif found in report.errors:
            raise RuntimeError(f"guardtower could not audit this: {found}")
    return faulty(findings, alarm_step=0) if findings else HEALTHY


def pointed_to(check: str, message: str) -> tuple[Cause, ...] | None:
    """Return the causes that a finding points to; None if it is not about a fault of the training."""
    rows = (causes for (name, part), causes in CAUSES.items() if name == check and part in message)
    return next(rows, None)
