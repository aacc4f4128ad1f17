"""What each tool says of a healthy run, and of a fault that it is made to see, where it is installed."""

import pytest
import torch

from tests.adapters.hand import HEALTHY, blobs, diagnosis
from trainwreck.referee.answer import Cause
from trainwreck.training.split import Split

pytestmark = pytest.mark.filterwarnings("ignore")  # what a package warns of is its own affair

# One layer without ReLU, trained shortly: there is nothing in it that could die or vanish.
PLAIN = HEALTHY.replace("nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3)", "nn.Linear(4, 3)").replace("=30)", "=3)")

# One of the tools warns of a run that starts at its highest rate, and of a norm that leaps, as a small net's does.
WARMED = (
    HEALTHY.replace("import SGD\n", "import SGD\nfrom torch.optim.lr_scheduler import LinearLR\n")
    .replace("epochs=30)", "epochs=30, schedule=lambda optimizer: LinearLR(optimizer, total_iters=10))")
    .replace("    optimizer.step()\n", "    optimizer.step()\n    optimizer.zero_grad()\n")
)

# Weights whose spectrum falls so steeply that the tool's exponent is below 2.
STEEP = HEALTHY.replace(
    "    return nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))",
    """    wide = nn.Linear(64, 64)
    left, right = (torch.linalg.qr(torch.randn(64, 64))[0] for _ in range(2))
    wide.weight.data = left @ torch.diag(torch.arange(1, 65) ** -2.0) @ right
    return nn.Sequential(nn.Linear(4, 64), wide, nn.Linear(64, 3))""",
)


@pytest.mark.parametrize(
    ("name", "source", "verdict"),
    [
        ("cleanlab", HEALTHY, "abstain"),
        ("gradsnitch", HEALTHY, "healthy"),
        ("guardtower", HEALTHY, "healthy"),
        ("losslint", HEALTHY, "healthy"),
        ("mldoct", HEALTHY, "abstain"),
        ("runmedic", HEALTHY, "healthy"),
        ("torch_audit", HEALTHY, "healthy"),
        ("torchtest2", HEALTHY, "healthy"),
        ("trainproof", HEALTHY, "healthy"),
        ("trainspotter", WARMED, "healthy"),
        ("weightwatcher", HEALTHY, "abstain"),
    ],
)
def test_a_healthy_run_raises_no_alarm(name, source, verdict, tmp_path):
    assert diagnosis(name, tmp_path, source, blobs(scale=0.3)).verdict == verdict


def test_losslint_takes_fast_learning_for_a_spike_and_is_not_corrected(tmp_path):
    assert diagnosis("losslint", tmp_path).evidence.startswith("loss_spike: train loss spiked 1 time(s)")


def test_torchmortem_takes_large_outputs_for_saturated_and_is_not_corrected(tmp_path):
    assert diagnosis("torchmortem", tmp_path, PLAIN, blobs(scale=0.3)).verdict == "healthy"
    assert diagnosis("torchmortem", tmp_path, PLAIN).evidence == "WARNING Activation saturation in 0"


FORGETFUL = HEALTHY.replace("SGD(parameters,", "SGD(list(parameters)[2:],")
LATE = HEALTHY.replace("    optimizer.step()\n", "    optimizer.zero_grad()\n    optimizer.step()\n")


@pytest.mark.parametrize(
    ("name", "source", "cause", "alarm_step"),
    [
        ("gradsnitch", HEALTHY.replace("0.1", "1e-9"), Cause("optimizer", "low_learning_rate"), None),
        ("guardtower", FORGETFUL, Cause("optimizer", "forgotten_parameters"), 0),
        ("losslint", HEALTHY.replace("0.1", "1e9"), Cause("optimizer", "high_learning_rate"), None),
        ("mldoct", HEALTHY.replace("    optimizer.zero_grad()\n", ""), Cause("loop", "accumulated_gradients"), None),
        ("runmedic", HEALTHY.replace("0.1", "1e30"), Cause("numerics"), None),
        ("torch_audit", LATE, Cause("loop", "cleared_gradients"), 0),
        ("torchmortem", HEALTHY.replace("0.1", "100.0"), Cause("optimizer", "high_learning_rate"), None),
        ("torchtest2", FORGETFUL, Cause("optimizer", "forgotten_parameters"), 0),
        ("trainproof", HEALTHY.replace("0.1", "1e-9"), Cause("optimizer", "low_learning_rate"), None),
        ("trainspotter", HEALTHY, Cause("schedule", "missing_warmup"), None),
        ("weightwatcher", STEEP, Cause("loop", "too_many_epochs"), None),
    ],
)
def test_a_fault_that_a_tool_is_made_for_is_found(name, source, cause, alarm_step, tmp_path):
    answer = diagnosis(name, tmp_path, source)
    assert answer.verdict == "faulty"
    assert cause in answer.causes
    assert answer.evidence
    assert answer.alarm_step == alarm_step


def test_cleanlab_finds_wrong_labels(tmp_path):
    answer = diagnosis("cleanlab", tmp_path, data=blobs(wrong=0.3))
    assert answer.causes == (Cause("data", "label_noise"), Cause("data", "misaligned_labels"))


def test_cleanlab_finds_missing_values(tmp_path):
    data = blobs()
    data.inputs[::50, 0] = float("nan")
    assert diagnosis("cleanlab", tmp_path, data=data).causes == (Cause("data", "missing_values"),)


def test_cleanlab_finds_copies_of_training_rows_in_the_validation_part(tmp_path):
    data = blobs().take(list(range(300)) * 2)
    assert Cause("data", "duplicate_leakage") in diagnosis("cleanlab", tmp_path, data=data).causes


def test_cleanlab_keeps_out_of_what_distances_say_nothing_about(tmp_path):
    tokens = Split(torch.randint(9, (600, 4)), torch.randint(3, (600,)))
    source = HEALTHY.replace("return nn.Sequential(", "return nn.Sequential(nn.Embedding(9, 4), ")
    assert diagnosis("cleanlab", tmp_path, source, tokens).verdict == "abstain"


def test_torch_audit_raises_the_alarm_at_the_step_of_the_first_finding(tmp_path):
    answer = diagnosis("torch_audit", tmp_path, data=blobs(scale=100.0))
    assert answer.causes[0] == Cause("preprocessing", "raw_pixels")
    assert answer.alarm_step == 0


FAILING = HEALTHY.replace("    return value", "    raise RuntimeError('out of memory')")


@pytest.mark.parametrize("name", ["torch_audit", "torchmortem"])
def test_what_a_tool_has_patched_is_restored_when_a_step_fails(name, tmp_path, monkeypatch):
    undone = []
    package = pytest.importorskip(name)
    owner, undo = (package.Auditor, "unpatch") if name == "torch_audit" else (package.Autopsy, "detach")
    original = getattr(owner, undo)
    monkeypatch.setattr(owner, undo, lambda self, *args: (undone.append(self), original(self, *args)))
    with pytest.raises(RuntimeError, match="out of memory"):
        diagnosis(name, tmp_path, FAILING)
    assert len(undone) == 1


def test_a_run_that_is_too_short_for_a_log_is_not_judged(tmp_path):
    few = blobs().take(slice(40))
    assert diagnosis("trainproof", tmp_path, HEALTHY.replace("=30)", "=1)"), few).verdict == "abstain"


def test_weights_that_are_not_finite_have_no_spectrum(tmp_path):
    data = blobs()
    data.inputs[:, 0] = float("nan")
    assert diagnosis("weightwatcher", tmp_path, STEEP, data).verdict == "abstain"
