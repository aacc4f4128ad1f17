"""The tables of the adapters, from what a tool finds to causes in the catalogue."""

import pytest

from tests.adapters.hand import PACKAGES, adapter
from trainwreck.pairs.entries import Catalogue
from trainwreck.referee.answer import Cause
from trainwreck.referee.tool import bundled


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


def test_a_few_issues_are_in_any_data():
    judged = adapter("cleanlab").judged
    causes = adapter("cleanlab").CAUSES
    assert judged({"label": 10, "outlier": 10, "non_iid": 0}, 100, causes) == []
    assert judged({"label": 11, "non_iid": 1}, 100, causes) == [
        ("label: 11 issues in 100 rows", causes["label"]),
        ("non_iid: 1 issues in 100 rows", causes["non_iid"]),
    ]


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
    from torch_audit.loader import load_runtime_validators
    from torch_audit.registry import RuleRegistry

    load_runtime_validators()
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
