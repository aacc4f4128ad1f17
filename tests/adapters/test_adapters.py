"""The adapters of third-party tools: their tables always, the tools themselves where they are installed."""

import importlib
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest
import torch

from tests.referee.conftest import brief_of
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.referee import tool as registry
from trainwreck.referee.answer import Cause, Diagnosis, complaint
from trainwreck.referee.case import Case
from trainwreck.referee.tool import bundled, find
from trainwreck.training.split import Split

pytestmark = pytest.mark.filterwarnings("ignore")  # what a package warns of is its own affair

PACKAGES = {
    "cleanlab": "cleanlab",
    "gradsnitch": "gradsnitch",
    "guardtower": "guardtower",
    "losslint": "losslint",
    "mldoct": "mldoctor",
    "runmedic": "runmedic",
    "torch_audit": "torch_audit",
    "torchmortem": "torchmortem",
    "torchtest2": "torchtest2",
    "trainproof": "trainproof",
    "trainspotter": "trainspotter",
    "weightwatcher": "weightwatcher",
}

HEALTHY = """
import torch
from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, batches


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


def model():
    return nn.Sequential(nn.Linear(4, 16), nn.ReLU(), nn.Linear(16, 3))


def optimizer(parameters):
    return SGD(parameters, lr=0.1)


recipe = Recipe(model=model, loss=nn.CrossEntropyLoss(), loader=batches, optimizer=optimizer, step=step, epochs=30)
"""

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


def blobs(scale: float = 1.0, wrong: float = 0.0) -> Split:
    """Three clouds of points, a share of them with another's label."""
    generator = torch.Generator().manual_seed(0)
    targets = torch.randint(3, (600,), generator=generator)
    centres = torch.tensor([[2.0, 0, 0, 0], [0, 2.0, 0, 0], [0, 0, 2.0, 0]])
    inputs = scale * (centres[targets] + 0.5 * torch.randn(600, 4, generator=generator))
    redrawn = torch.rand(600, generator=generator) < wrong
    return Split(inputs, torch.where(redrawn, (targets + 1) % 3, targets))


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def diagnosis(name: str, folder: Path, source: str = HEALTHY, data: Split | None = None) -> Diagnosis:
    """What an adapter says of a case made by hand."""
    pytest.importorskip(PACKAGES[name])
    available = data or blobs()
    brief = brief_of(source, available.inputs, available.targets, script=source)  # a linter reads the script
    answer = adapter(name).diagnose(Case(brief, folder))
    assert complaint(answer) == ""
    return answer


def adapter(name: str):
    return importlib.import_module(f"trainwreck.referee.tools.{name}")


def tables(name: str) -> list[dict]:
    """The tables of an adapter, from a finding to causes."""
    return [value for key, value in vars(adapter(name)).items() if key.isupper() and isinstance(value, dict)]


@pytest.mark.parametrize("name", PACKAGES)
def test_every_cause_of_a_table_is_in_the_catalogue(name):
    known = {Cause(entry.component, entry.name) for entry in Catalogue() if not entry.is_control}
    known |= {Cause(cause.component) for cause in known}
    causes = [cause for table in tables(name) for row in table.values() for cause in row]
    assert causes
    assert set(causes) <= known


@pytest.mark.parametrize("name", PACKAGES)
def test_an_adapter_says_what_it_adapts(name):
    assert bundled()[name]
    assert adapter(name).DISTRIBUTION
    assert "Source: https://" in adapter(name).__doc__


def test_a_tool_without_its_package_is_refused_with_the_command_that_installs_it(monkeypatch):
    def missing(distribution):
        raise PackageNotFoundError(distribution)

    monkeypatch.setattr(registry, "version", missing)
    with pytest.raises(UserError, match=r"needs the package 'torch-audit'.*pip install 'trainwreck\[tools\]'"):
        find("torch_audit")
    assert find("silent").version == ""


def test_a_tool_of_one_s_own_may_name_a_distribution_that_is_not_installed(tmp_path, monkeypatch):
    (tmp_path / "homemade.py").write_text("DISTRIBUTION = 'no-such-thing'\ndef diagnose(case): ...\n")
    monkeypatch.chdir(tmp_path)
    assert find("homemade:diagnose").version == ""


# What each tool says of a healthy run, and of a fault that it is made to see.


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


def test_a_few_issues_are_in_any_data():
    judged = adapter("cleanlab").judged
    causes = adapter("cleanlab").CAUSES
    assert judged({"label": 10, "outlier": 10, "non_iid": 0}, 100, causes) == []
    assert judged({"label": 11, "non_iid": 1}, 100, causes) == [
        ("label: 11 issues in 100 rows", causes["label"]),
        ("non_iid: 1 issues in 100 rows", causes["non_iid"]),
    ]


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


@pytest.mark.parametrize(
    ("message", "causes"),
    [
        ("large gradient norm(s): 0.weight = 1e5", "large"),
        ("global gradient norm is tiny (1e-9); signal may be vanishing", "tiny"),
        ("global gradient norm = 1.2e+00", None),
    ],
)
def test_guardtower_s_findings_are_told_apart_by_their_message(message, causes):
    table = adapter("guardtower").CAUSES
    assert adapter("guardtower").pointed_to("grad_norms", message) == (causes and table["grad_norms", causes])


@pytest.mark.parametrize(
    ("check", "status", "message", "row"),
    [
        ("overfit_batch", "FAIL", "the loss did not decrease on a single batch", "did not decrease"),
        ("overfit_batch", "FAIL", "the loss became nan after 3 step(s)", "became"),
        ("overfit_batch", "FAIL", "gradients became NaN/inf at step 3", "became"),
        ("overfit_batch", "WARN", "the loss decreased but did not reach 10%", None),
        ("batch_independence", "WARN", "a weak coupling", None),
        ("loss", "FAIL", "the loss is nan", "the loss"),
        ("loss", "FAIL", "the loss (2.3) is not connected to the autograd graph", "autograd graph"),
        ("initial_loss", "WARN", "initial loss 9 is much larger than ln(10)", "much larger"),
    ],
)
def test_torchtest2_s_results_are_told_apart_by_status_and_message(check, status, message, row):
    table = adapter("torchtest2").CAUSES
    expected = None if row is None else table[check, status, row]
    assert adapter("torchtest2").pointed_to(check, status, message) == expected


def test_the_checks_in_torchtest2_s_table_are_its_own():
    torchtest2 = pytest.importorskip("torchtest2")
    assert {check for check, _, _ in adapter("torchtest2").CAUSES} <= set(torchtest2.CHECKS)


def test_the_rules_in_torch_audit_s_table_are_its_own():
    pytest.importorskip("torch_audit")
    from torch_audit.loader import load_default_validators
    from torch_audit.registry import RuleRegistry

    load_default_validators()
    rules = {rule.id for rule in RuleRegistry.all_rules()}
    table = set(adapter("torch_audit").CAUSES) | adapter("torch_audit").EFFICIENCY
    assert table <= rules
    assert rules - table == {"TA000", "TA103"}  # a crash inside, and the rule that only ever informs


def test_gradsnitch_s_rule_of_two_findings_is_told_apart_by_their_names():
    row = adapter("gradsnitch").row
    assert row("GS008", "LR too high (update/weight ratio)") == "GS008 high"
    assert row("GS008", "LR too low (update/weight ratio)") == "GS008 low"
    assert row("GS001", "Loss became NaN/Inf") == "GS001"


def test_the_rules_in_gradsnitch_s_table_are_its_own():
    gradsnitch = pytest.importorskip("gradsnitch")
    assert {key.split()[0] for key in adapter("gradsnitch").CAUSES} == {code for code, _ in gradsnitch.DETECTORS}


def test_a_run_that_is_too_short_for_a_log_is_not_judged(tmp_path):
    few = blobs().take(slice(40))
    assert diagnosis("trainproof", tmp_path, HEALTHY.replace("=30)", "=1)"), few).verdict == "abstain"


def test_weights_that_are_not_finite_have_no_spectrum(tmp_path):
    data = blobs()
    data.inputs[:, 0] = float("nan")
    assert diagnosis("weightwatcher", tmp_path, STEEP, data).verdict == "abstain"
