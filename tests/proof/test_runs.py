"""Every demand on runs and recipes, seen met and seen failing."""

from dataclasses import replace
from functools import partial

import pytest
from torch import nn
from torch.optim import SGD

from tests.conftest import make_run
from trainwreck.pairs.entries import BROKEN, HEALTHY, Entry
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.pairs.scenario import Control, Scenario
from trainwreck.pairs.symptoms import Symptom
from trainwreck.proof.contract import contract
from trainwreck.proof.demand import Finding
from trainwreck.proof.evidence import Evidence, judge
from trainwreck.training.models import mlp
from trainwreck.training.recipe import Recipe
from trainwreck.training.run import Epoch, Reading, Run, Scores
from trainwreck.training.scores import accuracy
from trainwreck.training.task import Task

ENTRY = Entry(BUILT_IN, "toy", "tiny_steps")
task = Task(data=lambda seed: pytest.fail("no data is needed here"), score=accuracy, goal=0.9)
broken = Recipe(model=partial(mlp, 2, 2), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=1e-9), epochs=3)
fix = replace(broken, optimizer=partial(SGD, lr=1.0))
scenario = Scenario(task=task, broken=broken, symptom=Symptom.STALLS, touches={"optimizer"}, hints=("?", "!"))

STALLED = [make_run([1.0] * 40, 0.5, 0.5, 0.50 + seed / 100, seed=seed) for seed in range(5)]
LEARNED = [make_run([0.9**n for n in range(40)], 1.0, 0.95, 0.95 + seed / 100, seed=seed) for seed in range(5)]


def pair_of(truth: Scenario = scenario, fixed: Recipe = fix) -> Pair:
    return Pair(entry=ENTRY, task=task, truth=truth, broken=truth.broken, healthy={"fix": fixed})


def finding(demand: str, of_broken: list[Run], of_fix: list[Run], pair: Pair | None = None) -> Finding:
    """What comes of one demand on a scenario with one fix, given the runs of both."""
    pair = pair or pair_of()
    evidence = Evidence(pair, {BROKEN: of_broken, "fix": of_fix}.__getitem__)
    [asked] = [one for one in contract(pair) if str(one) == demand]
    return asked.judge(evidence)


def test_a_good_pair_meets_every_demand():
    asked = ["broken:symptom", "broken:goal", "fix:goal", "fix:no-symptom", "fix:gain", "fix:touches"]
    assert [name for name in asked if not finding(name, STALLED, LEARNED).passed] == []


def test_a_broken_run_without_its_symptom_is_refused_and_named():
    found = finding("broken:symptom", [*STALLED[:4], LEARNED[4]], LEARNED)
    assert not found.passed
    assert "does not on seed 4" in found.message
    assert found.seeds[0] == "  seed 0: score 0.500, stalls, underfits"


def test_a_mislabelled_symptom_is_refused():
    mislabelled = pair_of(replace(scenario, symptom=Symptom.OVERFITS))
    assert not finding("broken:symptom", STALLED, LEARNED, mislabelled).passed


def test_a_broken_run_that_reaches_the_goal_is_refused():
    assert not finding("broken:goal", LEARNED, LEARNED).passed


def test_a_fix_that_misses_the_goal_on_one_seed_is_refused():
    found = finding("fix:goal", STALLED, [*LEARNED[:4], STALLED[4]])
    assert not found.passed
    assert "goal of 0.900" in found.message
    assert len(found.seeds) == 5


def test_a_fix_that_shows_the_scenario_s_symptom_is_refused_and_one_that_shows_another_is_not():
    still = [replace(run, losses=STALLED[0].losses) for run in LEARNED]
    misleading = [replace(run, final=Scores(1.0, 1.0, 0.85)) for run in LEARNED]
    assert not finding("fix:no-symptom", STALLED, [*LEARNED[:4], still[4]]).passed
    assert finding("fix:no-symptom", STALLED, misleading).passed


def test_a_fix_is_refused_against_itself():
    found = finding("fix:gain", LEARNED, LEARNED)
    assert not found.passed
    assert "p = 1.0000" in found.message


@pytest.mark.parametrize("demand", ["broken:symptom", "broken:goal", "fix:goal", "fix:no-symptom", "fix:gain"])
def test_broken_and_fix_swapped_are_refused_by_every_demand_on_scores(demand):
    assert not finding(demand, LEARNED, STALLED).passed


def test_a_gain_within_the_margin_is_refused_though_it_is_certain():
    slightly = [replace(run, final=Scores(0.5, 0.5, run.final.true + 0.04)) for run in STALLED]
    found = finding("fix:gain", STALLED, slightly)
    assert "p = 0.0312" in found.message
    assert not found.passed


def test_a_large_gain_that_could_be_luck_is_refused():
    assert not finding("fix:gain", STALLED[:4], LEARNED[:4]).passed


def test_a_fix_that_touches_an_undeclared_field_is_refused_and_the_field_named():
    found = finding("fix:touches", STALLED, LEARNED, pair_of(fixed=replace(fix, epochs=9)))
    assert not found.passed
    assert "changes epochs as well" in found.message


def test_a_fix_that_rebuilds_the_recipe_is_refused():
    rebuilt = Recipe(model=partial(mlp, 2, 2), loss=nn.CrossEntropyLoss(), optimizer=partial(SGD, lr=1.0), epochs=3)
    assert not finding("fix:touches", STALLED, LEARNED, pair_of(fixed=rebuilt)).passed


def test_a_fix_that_changes_nothing_is_refused():
    assert not finding("fix:touches", STALLED, LEARNED, pair_of(fixed=replace(broken))).passed


@pytest.mark.parametrize(("runs", "met"), [(LEARNED, True), (STALLED, False)])
def test_a_control_is_held_to_the_goal_and_to_health(runs, met):
    control = Control(task=task, healthy=broken, looks_like="cleared_gradients")
    pair = Pair(entry=ENTRY, task=task, truth=control, healthy={HEALTHY: broken})
    demands = [demand for demand in contract(pair) if demand.needs]
    assert [str(demand) for demand in demands] == ["healthy:goal", "healthy:no-symptom"]
    assert [demand.judge(Evidence(pair, lambda _: runs)).passed for demand in demands] == [met, met]


def reading(runs: list[Run], suspicious: bool) -> list[Run]:
    return [replace(run, reading=Reading(0.5, suspicious=suspicious)) for run in runs]


checked = replace(pair_of(), check=lambda log: None)


def test_a_check_that_accuses_the_broken_recipe_and_clears_the_fix_is_what_is_demanded():
    runs = reading(STALLED, suspicious=True), reading(LEARNED, suspicious=False)
    assert finding("broken:check", *runs, checked).passed
    assert finding("fix:check", *runs, checked).passed


def test_a_check_that_is_quiet_on_one_broken_run_is_refused():
    broken_runs = [*reading(STALLED[:4], suspicious=True), *reading(STALLED[4:], suspicious=False)]
    found = finding("broken:check", broken_runs, LEARNED, checked)
    assert not found.passed
    assert found.seeds[4] == "  seed 4: score 0.540, stalls, underfits, check read 0.5 (clear)"


def test_a_check_that_does_not_apply_to_the_broken_recipe_is_refused():
    assert not finding("broken:check", STALLED, LEARNED, checked).passed


def test_a_fix_that_keeps_the_cause_is_refused_however_good_its_score():
    assert not finding("fix:check", STALLED, reading(LEARNED, suspicious=True), checked).passed


def test_a_check_need_not_apply_to_a_fix():
    assert finding("fix:check", STALLED, LEARNED, checked).passed


def test_nothing_is_demanded_of_a_check_that_is_not_there():
    assert not [demand for demand in contract(pair_of()) if demand.name == "check"]


def test_honesty_is_judged_where_the_scenario_says_so():
    honest = pair_of(replace(scenario, judged="honesty", symptom=Symptom.MISLEADS))
    boastful = judge(honest, make_run([1.0, 0.1], 1.0, reported=0.99, true=0.6))
    modest = judge(honest, make_run([1.0, 0.1], 1.0, reported=0.6, true=0.62))
    assert boastful.score == pytest.approx(0.61)
    assert Symptom.MISLEADS in boastful.symptoms
    assert modest.score == pytest.approx(0.98)
    assert Symptom.MISLEADS not in modest.symptoms  # a poor model, honestly reported


REPORTED = pair_of(replace(scenario, judged="honesty", symptom=Symptom.MISLEADS))  # chance is 0 on the toy's task
BOASTFUL = [make_run([1.0, 0.1], 1.0, reported=0.99, true=0.6, seed=seed) for seed in range(5)]
HONEST = [replace(run, final=Scores(0.8, 0.62, 0.6), null_report=0.02) for run in BOASTFUL]


def test_an_honest_report_of_a_good_model_meets_every_demand():
    asked = ["fix:goal", "fix:gain", "fix:useful-model", "fix:null-run"]
    assert [name for name in asked if not finding(name, BOASTFUL, HONEST, REPORTED).passed] == []


def test_a_report_that_is_too_low_misses_the_goal_of_an_honest_one():
    shuffled = [replace(run, final=Scores(0.8, 0.1, 0.6)) for run in HONEST]  # the validation labels, say
    assert not finding("fix:goal", BOASTFUL, shuffled, REPORTED).passed


def test_an_honest_report_of_a_model_that_has_lost_more_than_half_is_refused():
    useless = [replace(run, final=Scores(0.2, 0.2, 0.2)) for run in HONEST]
    found = finding("fix:useful-model", BOASTFUL, useless, REPORTED)
    assert not found.passed
    assert "0.200 on average, the broken recipe's 0.600" in found.message


@pytest.mark.parametrize("null_report", [0.3, -0.3, None])
def test_a_report_of_something_where_there_is_nothing_to_learn_is_refused(null_report):
    leaking = [replace(run, null_report=null_report) for run in HONEST]
    assert not finding("fix:null-run", BOASTFUL, leaking, REPORTED).passed


def test_null_runs_are_demanded_only_where_the_report_is_judged():
    names = {demand.name for demand in contract(pair_of())}
    assert not names & {"null-run", "useful-model"}


def test_epochs_to_the_goal_are_counted_from_one():
    epochs = tuple(Epoch(Scores(score, score, score), 1.0) for score in (0.2, 0.95, 0.5, 0.97))
    assert judge(pair_of(), replace(LEARNED[0], epochs=epochs)).epochs_to_goal == 2
    assert judge(pair_of(), LEARNED[0]).epochs_to_goal is None
