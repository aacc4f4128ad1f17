"""torchtest2: sanity checks of a model with one batch, up to learning that batch by heart.

It sees whether outputs, loss and gradients are sound, whether every parameter gets a gradient, is in the optimizer and
moves, whether every part of the input counts, whether samples mix, and whether two hundred steps of the set-up's own
optimizer learn one batch. It can't see the set-up's own step (it makes its own), its schedule, its data beyond one
batch, or how it evaluates.

Configuration: its defaults, ``check_model(model, inputs, targets, loss_fn=, optimizer=)``. A FAIL, "almost certainly a
bug", is a fault. A WARN, "suspicious, but can be legitimate", is a fault where the README lists it among the bugs that
torchtest2 catches: in its table as a check that only warns, in its gallery, or as what is left once the legitimate
reasons are ruled out (zero gradients). Three are not: a batch not learned to a tenth within the steps ("it simply
needs more overfit_steps"), pixels at a border that a convolution never covers, and a coupling between samples that may
be a kernel's rounding. Nothing found is ``healthy``.

Source: https://github.com/Hrehory/torchtest2
"""

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case

DISTRIBUTION = "torchtest2"

# A check, its status and a part of its message, to what message and README say to look at.
CAUSES: dict[tuple[str, str, str], tuple[Cause, ...]] = {
    ("output_finite", "FAIL", ""): (Cause("numerics", "log_of_zero"), Cause("numerics")),
    ("output_varies", "WARN", ""): (
        Cause("model"),
        Cause("initialization", "dying_relu"),
        Cause("loss", "broadcast_targets"),
    ),
    ("eval_determinism", "WARN", ""): (Cause("evaluation", "train_mode_evaluation"), Cause("model")),
    ("loss", "FAIL", "autograd graph"): (Cause("loop", "detached_graph"), Cause("loss")),
    ("loss", "FAIL", "leaf tensor"): (Cause("loop", "detached_graph"), Cause("loss")),
    ("loss", "FAIL", "the loss"): (Cause("loss"), Cause("numerics")),
    ("initial_loss", "WARN", "much larger"): (
        Cause("initialization", "large_initialization"),
        Cause("preprocessing", "raw_pixels"),
        Cause("preprocessing", "unnormalized_features"),
    ),
    ("initial_loss", "WARN", "suspiciously low"): (Cause("data", "target_leakage"),),
    ("optimizer_coverage", "FAIL", ""): (Cause("optimizer", "forgotten_parameters"),),
    ("optimizer_coverage", "WARN", ""): (Cause("optimizer", "forgotten_parameters"),),
    ("gradient_flow", "FAIL", ""): (Cause("loop", "detached_graph"), Cause("model")),
    ("gradient_flow", "WARN", ""): (Cause("initialization", "dying_relu"), Cause("model")),
    ("gradient_magnitude", "FAIL", ""): (
        Cause("numerics", "log_of_zero"),
        Cause("numerics", "half_precision_underflow"),
    ),
    ("gradient_magnitude", "WARN", ""): (
        Cause("initialization", "large_initialization"),
        Cause("preprocessing"),
        Cause("optimizer", "high_learning_rate"),
        Cause("loop", "exploding_gradients"),
    ),
    ("params_change", "FAIL", ""): (
        Cause("optimizer", "low_learning_rate"),
        Cause("optimizer", "forgotten_parameters"),
        Cause("loop", "detached_graph"),
    ),
    ("params_change", "WARN", ""): (Cause("initialization", "dying_relu"), Cause("model", "vanishing_gradients")),
    ("frozen_params", "FAIL", ""): (Cause("optimizer"),),
    ("input_dependency", "FAIL", ""): (Cause("model"),),
    ("batch_independence", "FAIL", ""): (Cause("model", "view_for_permute"), Cause("model", "softmax_over_batch")),
    ("overfit_batch", "FAIL", "did not decrease"): (
        Cause("optimizer", "low_learning_rate"),
        Cause("optimizer"),
        Cause("loss"),
    ),
    ("overfit_batch", "FAIL", "became"): (Cause("optimizer", "high_learning_rate"), Cause("numerics")),
}


def diagnose(case: Case) -> Diagnosis:
    """Make all checks with the first batch."""
    import torchtest2

    batch = case.batch()
    report = torchtest2.check_model(
        batch.model, batch.inputs, batch.targets, loss_fn=batch.loss, optimizer=batch.optimizer
    )
    findings = []
    for result in [*report.failures, *report.warnings]:
        causes = pointed_to(result.name, result.status.value, result.message)
        if causes is not None:
            findings.append((f"{result.status.value} {result.name}: {result.message}", causes))
        elif result in report.failures:
            raise RuntimeError(f"torchtest2 could not check this: {result}")
    return faulty(findings, alarm_step=0) if findings else HEALTHY


def pointed_to(check: str, status: str, message: str) -> tuple[Cause, ...] | None:
    """Return the causes that a result points to; None if it is not about a fault of the training."""
    rows = (
        causes
        for (name, level, part), causes in CAUSES.items()
        if name == check and level == status and part in message
    )
    return next(rows, None)
