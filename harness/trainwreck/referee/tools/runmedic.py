"""runmedic: checks of the log of a run, with the causes that the evidence speaks for.

It sees losses, learning rate and gradient norm; it knows the loss of guessing, ln k. What it says of speed and memory
needs what is not logged here. It can't see data, model or code.

Configuration: what ``runmedic diagnose`` does with the folder of Hugging Face's Trainer, with its defaults; the log is
the one that the Trainer would write of this run (``trainer_log``). Critical findings and warnings are faults; infos,
such as a validation loss below the training loss, are "usually fine". Nothing found is ``healthy``.

Source: https://github.com/vincere-mori/runmedic
"""

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.referee.trainer_log import trainer_state

DISTRIBUTION = "runmedic"

HOT = Cause("optimizer", "high_learning_rate")

# What each check calls likely, in its own order.
CAUSES: dict[str, tuple[Cause, ...]] = {
    "non_finite": (Cause("numerics"), HOT, Cause("loop", "exploding_gradients"), Cause("data")),
    "divergence": (HOT, Cause("schedule", "constant_learning_rate"), Cause("data", "unshuffled_batches")),
    "loss_spikes": (Cause("data", "outliers"), HOT, Cause("schedule", "missing_warmup")),
    "no_learning": (
        Cause("loop", "cleared_gradients"),
        Cause("loop", "detached_graph"),
        Cause("optimizer", "forgotten_parameters"),
        Cause("optimizer", "low_learning_rate"),
        Cause("data", "misaligned_labels"),
    ),
    "overfitting": (Cause("loop", "too_many_epochs"), Cause("model", "too_large_model"), Cause("data", "tiny_dataset")),
    "grad_spikes": (HOT, Cause("schedule", "missing_warmup"), Cause("data", "outliers")),
}


def diagnose(case: Case) -> Diagnosis:
    """Judge the log of the run."""
    from runmedic import loaders, roles
    from runmedic.checks import run_checks

    trainer_state(case)
    (run,) = loaders.load(".")
    found = [finding for finding in run_checks(run, roles.detect(run)) if finding.severity != "info"]
    found.sort(key=lambda finding: finding.severity != "critical")
    findings = [(f"{f.title}: {' '.join(f.evidence)}", CAUSES[f.check]) for f in found]
    return faulty(findings) if findings else HEALTHY
