"""losslint: a linter for the log of a run: NaN, divergence, spikes, overfitting, stagnation.

It sees the losses and whatever else is logged as a number. It can't see data, model or code, and points to few causes.

Configuration: what ``losslint check`` does with a ``trainer_state.json``, with its defaults; the file is the one that
Hugging Face's Trainer would write of this run (``trainer_log``). Errors and warnings are faults; infos, that the best
checkpoint is behind, or that one might stop, are advice. Nothing found is ``healthy``.

Source: https://github.com/Lsyyh/losslint
"""

from trainwreck.referee.answer import HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.referee.trainer_log import trainer_state

DISTRIBUTION = "losslint"

HOT = Cause("optimizer", "high_learning_rate")

# It names symptoms; what its messages point to, and else what its checks are said to find.
CAUSES: dict[str, tuple[Cause, ...]] = {
    "nan_inf": (Cause("numerics"), HOT),
    "divergence": (HOT,),
    "loss_spike": (Cause("data"), HOT),
}


def diagnose(case: Case) -> Diagnosis:
    """Judge the log of the run."""
    from losslint.checks import run_all_checks
    from losslint.parsing import load_run

    found = [finding for finding in run_all_checks(load_run(trainer_state(case))) if finding.severity != "info"]
    found.sort(key=lambda finding: finding.severity != "error")
    findings = [(f"{f.check}: {f.message}", CAUSES[f.check]) for f in found]
    return faulty(findings) if findings else HEALTHY
