"""trainproof: rules for the log of a run: NaN, flat, dead, diverging, spiking, overfitting.

It sees the loss, the learning rate, the gradient norm and the validation loss. It can't see data, model or code, and
names few causes. As its README finds by experiment, no rule for the log of a single run can see corrupted data.

Configuration: ``trainproof.epoch.check_records``, the function behind ``trainproof epoch``, on the log that Hugging
Face's Trainer, whose logs its rules were made and tested with, would write of this run (``trainer_log``).

FAIL is a fault. WARN is one too: PASS, "no mechanical failures", is not given beside a WARN, and the README counts
spikes among these failures and shows overfitting as found. What could not be judged is ``abstain``.

Source: https://github.com/Mormolykos/trainproof
"""

from trainwreck.referee.answer import ABSTAIN, HEALTHY, Cause, Diagnosis, faulty
from trainwreck.referee.case import Case
from trainwreck.referee.trainer_log import trainer_log

DISTRIBUTION = "trainproof"

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

    found = check_records(trainer_log(case))["findings"]
    if any(finding["id"] in NOT_JUDGED for finding in found):
        return ABSTAIN
    grave = sorted(
        (finding for finding in found if finding["level"] in ("FAIL", "WARN")),
        key=lambda finding: finding["level"] == "WARN",
    )
    findings = [(f"{f['id']}: {f['message']} {f['evidence']}", CAUSES[f["id"]]) for f in grave]
    return faulty(findings) if findings else HEALTHY
