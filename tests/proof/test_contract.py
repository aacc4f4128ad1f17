"""The contract stands once: what a rule says of itself is all that pytest, the command line and docs show."""

import pytest

from tests.proof.test_runs import LEARNED, STALLED, pair_of
from trainwreck.pairs.entries import BROKEN
from trainwreck.proof.contract import contract
from trainwreck.proof.demand import Finding, Rules, every_fix, itself
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.verdict import verdicts


def test_demands_have_names_of_their_own_and_explain_themselves_in_a_line():
    demands = contract(pair_of())
    names = [str(demand) for demand in demands]
    assert len(set(names)) == len(names)
    for demand in demands:
        assert demand.explanation.endswith("."), demand
        assert "\n" not in demand.explanation


def test_a_demand_needs_the_runs_that_it_asks_for_and_no_others():
    for demand in contract(pair_of()):
        asked: set[str] = set()
        runs = {BROKEN: STALLED, "fix": LEARNED}
        evidence = Evidence(pair_of(), lambda recipe, asked=asked, runs=runs: (asked.add(recipe), runs[recipe])[1])
        if demand.needs:
            demand.judge(evidence)
        assert asked == set(demand.needs), demand


def test_a_new_rule_is_one_function_and_is_demanded_of_each_of_its_subjects():
    rules = Rules()

    @rules.of(every_fix, needs=itself)
    def short(evidence: Evidence, subject: str) -> Finding:
        """A fix trains for at most ten steps."""
        return Finding(all(len(judged.run.losses) <= 10 for judged in evidence.of(subject)), "Shorten it.")

    [demand] = rules[0].demands(pair_of())
    assert (str(demand), demand.explanation) == ("fix:short", "A fix trains for at most ten steps.")
    assert not demand.judge(Evidence(pair_of(), {"fix": LEARNED}.__getitem__)).passed


@pytest.mark.parametrize("spoiled", ["broken:goal", "fix:goal"])
def test_a_verdict_fails_by_the_names_of_the_demands_that_are_not_met(spoiled):
    runs = {BROKEN: STALLED, "fix": LEARNED}
    runs["broken" if spoiled == "broken:goal" else "fix"] = LEARNED if spoiled == "broken:goal" else STALLED
    [verdict] = verdicts(pair_of(), runs)
    assert spoiled in verdict.failed
    assert not verdict.holds
    assert spoiled in str(verdict)


def test_a_verdict_that_holds_says_so_in_a_line():
    [verdict] = verdicts(pair_of(), {BROKEN: STALLED, "fix": LEARNED})
    assert str(verdict) == "✓ tiny_steps / fix: 0.52 → 0.97, holds"
