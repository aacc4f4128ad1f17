"""trainspotter: nine detectors for the log of a run, on robust statistics.

It sees losses, learning rate and gradient norm: spikes, divergence, overfitting, a schedule without warm-up, noise in
the validation loss. It can't see data, model or code.

Configuration: what ``trainspotter analyze`` does with a ``trainer_state.json``, with its defaults; the file is the one
that Hugging Face's Trainer would write of this run (``trainer_log``). Errors and warnings are faults, as it promises
none of a healthy run; infos are not. Nothing found is ``healthy``.

Source: https://github.com/antonsoo/trainspotter
"""

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.referee.trainer_log import trainer_state

DISTRIBUTION = "trainspotter"

HOT = Cause("optimizer", "high_learning_rate")

# What each detector's advice points to, in its order.
CAUSES: dict[str, tuple[Cause, ...]] = {
    "divergence": (HOT, Cause("loop", "exploding_gradients"), Cause("numerics")),
    "spikes": (HOT, Cause("schedule", "missing_warmup"), Cause("loop", "exploding_gradients"), Cause("data")),
    "overfitting": (Cause("loop", "too_many_epochs"), Cause("model", "too_large_model"), Cause("data", "tiny_dataset")),
    "lr_schedule": (Cause("schedule", "missing_warmup"),),
    "grad_norm": (Cause("loop", "exploding_gradients"), HOT, Cause("data", "outliers")),
    "eval_noise": (Cause("evaluation"),),
}


def diagnose(case: Case) -> Diagnosis:
    """Judge the log of the run."""
    from trainspotter import load_run, run_all

    found = [finding for finding in run_all(load_run(str(trainer_state(case)))) if finding.severity != "info"]
    found.sort(key=lambda finding: finding.severity != "error")
    findings = [(f"{f.title}: {f.message}", CAUSES[f.detector]) for f in found]
    return faulty(findings) if findings else HEALTHY
