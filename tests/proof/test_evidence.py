"""Evidence: what is derived from runs is derived once."""

from tests.conftest import make_run
from tests.proof.test_runs import LEARNED, STALLED, pair_of
from trainwreck.pairs.entries import BROKEN
from trainwreck.proof import evidence as module
from trainwreck.proof.contract import contract
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.verdict import verdict

RUNS = {BROKEN: STALLED, "fix": LEARNED}


def test_each_recipe_is_asked_for_once_however_many_demands_need_it():
    asked = []
    evidence = Evidence(pair_of(), lambda recipe: (asked.append(recipe), RUNS[recipe])[1])
    for demand in contract(evidence.pair):
        if demand.needs:
            demand.judge(evidence)
    verdict(evidence, "fix")
    assert sorted(asked) == [BROKEN, "fix"]


def test_a_gain_is_computed_once(monkeypatch):
    computed = []
    original = module.paired_gain
    monkeypatch.setattr(module, "paired_gain", lambda *scores: (computed.append(scores), original(*scores))[1])
    evidence = Evidence(pair_of(), RUNS.__getitem__)
    assert evidence.gain("fix") is evidence.gain("fix")
    verdict(evidence, "fix")
    assert len(computed) == 1


def test_runs_are_judged_in_the_order_of_the_seeds():
    shuffled = [make_run([1.0], seed=seed) for seed in (3, 1, 2)]
    assert [judged.run.seed for judged in Evidence(pair_of(), lambda _: shuffled).of("fix")] == [3, 1, 2]
