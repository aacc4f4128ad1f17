"""What tools are scored on, and the truth about it."""

import pickle
from dataclasses import replace

import pytest
import torch

from tests.conftest import SCENARIO
from tests.referee.conftest import CPU
from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.referee.answer import Cause
from trainwreck.referee.subject import sittings, subjects
from trainwreck.tasks.sources import Digits
from trainwreck.training.setup import own
from trainwreck.training.split import Split

CONTROL = """
from trainwreck import Control
from PACKAGE.scenarios.toy.tiny_steps import broken, scenario

control = Control(task=scenario.task, healthy=broken, looks_like="tiny_steps")
"""


def found(toy, seeds=(0, 1)):
    return subjects(toy.catalogue, [load(entry, Digits()) for entry in toy.catalogue], seeds)


def test_every_recipe_is_there_on_every_seed_and_the_truth_is_the_catalogues(toy):
    toy.add(
        "tiny_steps",
        scenario=SCENARIO.replace(
            "also_accepted={}", "also_accepted={'other': 'why', 'loss': 'why', 'double_softmax': 'why'}"
        ),
    )
    toy.add("other")
    (toy.root / "scenarios" / "controls").mkdir()
    (toy.root / "scenarios" / "controls" / "calm.py").write_text(CONTROL.replace("PACKAGE", toy.package))
    truths = {(one.truth.scenario, one.truth.recipe, one.seed): one.truth for one in found(toy)}
    assert len(truths) == 10
    broken = truths["tiny_steps", "broken", 1]
    assert (broken.component, broken.kind) == ("toy", "broken")
    assert broken.causes == (
        Cause("toy", "tiny_steps"),
        Cause("toy", "other"),
        Cause("loss"),
        Cause("loss", "double_softmax"),
    )
    assert broken.components == {"toy", "loss"}
    assert broken.symptom == truths["tiny_steps", "larger_steps", 0].symptom == "stalls"
    fixed = truths["other", "larger_steps", 0]
    assert (fixed.kind, fixed.causes, fixed.components, fixed.leaves) == ("fixed", (), frozenset(), ())
    control = truths["calm", "healthy", 0]
    assert (control.component, control.kind, control.causes) == ("controls", "control", ())


SECRET = "coin"


def seated(toy, numbers=(0, 1), secret=SECRET, **options):
    pairs = [load(entry, Digits()) for entry in toy.catalogue]
    return sittings(toy.catalogue, pairs, numbers, secret, **options)


@pytest.fixture
def many(toy):
    """A catalogue of six scenarios and a control."""
    for name in ("a", "b", "c", "d", "e", "tiny_steps"):
        toy.add(name)
    (toy.root / "scenarios" / "controls").mkdir()
    (toy.root / "scenarios" / "controls" / "calm.py").write_text(CONTROL.replace("PACKAGE", toy.package))
    return toy


def places(subjects):
    return [(one.truth.scenario, one.truth.recipe, one.seed) for one in subjects]


def test_a_sitting_shows_each_scenario_and_each_control_once(many):
    first = seated(many, numbers=[0])
    assert sorted(one.truth.scenario for one in first) == ["a", "b", "c", "calm", "d", "e", "tiny_steps"]
    assert {one.truth.kind for one in first} == {"broken", "fixed", "control"}


def test_a_secret_decides_what_is_shown_on_which_seed_and_in_which_order(many):
    assert places(seated(many)) == places(seated(many))
    assert set(places(seated(many))).isdisjoint(places(seated(many, secret="another")))
    shown = [[one.truth.scenario for one in seated(many, secret=secret)] for secret in ("1", "2")]
    assert shown[0] != shown[1]
    assert shown[0] != sorted(shown[0])


def test_one_sitting_is_the_same_however_many_there_are(many):
    assert set(places(seated(many, numbers=[1]))) <= set(places(seated(many, numbers=range(4))))


def test_no_two_cases_share_a_seed_so_their_data_do_not_tell_who_are_siblings(many):
    seeds = [one.seed for one in seated(many, numbers=range(10))]
    assert len(set(seeds)) == len(seeds) == 70


def test_the_coin_is_fair_whatever_was_shown_before(many):
    found = sorted(seated(many, numbers=range(200)), key=lambda one: one.truth.scenario)
    for name in ("a", "b"):
        broken = [one.truth.kind == "broken" for one in found if one.truth.scenario == name]
        assert 70 < sum(broken) < 130  # of 200; four standard deviations


def test_variants_are_drawn_from_the_secret_anew_for_each_scenario_and_sitting(many):
    def keys(**options):
        return [one.variant for one in seated(many, variants=True, **options)]

    assert keys() == keys()
    assert len(set(keys())) == len(keys()) == 14
    assert set(keys()).isdisjoint(keys(secret="another"))
    assert {one.variant for one in seated(many)} == {None}


def test_with_them_the_same_is_shown_on_the_same_seeds_in_the_same_order(many):
    assert places(seated(many, variants=True)) == places(seated(many))


def test_a_brief_in_other_words_has_them_in_both_views_and_nothing_else_is_another(toy):
    toy.add("tiny_steps")
    [plain], [varied] = [seated(toy, numbers=[0], variants=flag) for flag in (False, True)]
    plain, again, varied = plain.brief(CPU), varied.brief(CPU), varied.brief(CPU)
    assert (again.source, again.script) == (varied.source, varied.script)
    assert "def step(" in plain.source
    assert "def step(" not in varied.source
    assert "\nmodel = " in plain.script
    assert "\nmodel = " not in varied.script
    assert (plain.seed, plain.available.inputs.tolist()) == (varied.seed, varied.available.inputs.tolist())


def test_overhead_is_measured_in_the_first_sitting(many):
    assert [one.first for one in seated(many, numbers=[3, 4])].count(True) == 7


def test_a_fix_that_lives_with_bad_data_leaves_them_and_no_other_does():
    [noise] = [load(Catalogue().entry("label_noise"), Digits())]
    left = {one.truth.recipe: one.truth.leaves for one in subjects(Catalogue(), [noise], [0])}
    assert left["early_stopping"] == ("data",)
    assert left["broken"] == ()
    [rare] = [load(Catalogue().entry("class_imbalance"), Digits())]
    left = {one.truth.recipe: one.truth.leaves for one in subjects(Catalogue(), [rare], [0])}
    assert (left["oversampling"], left["weighted_loss"]) == ((), ("data",))


def test_a_brief_holds_the_seeds_own_data_and_a_single_row_of_what_is_held_back(toy):
    toy.add("tiny_steps")
    briefs = {(one.truth.recipe, one.seed): one.brief(CPU) for one in found(toy)}
    broken, fixed, other = briefs["broken", 0], briefs["larger_steps", 0], briefs["broken", 1]
    assert (broken.available.inputs == fixed.available.inputs).all()
    assert (broken.available.inputs != other.available.inputs).any()
    assert (len(broken.available), len(broken.deployed)) == (400, 1)
    assert "lr=1e-09" in broken.source
    assert "lr=10.0" in fixed.source


def test_the_tensors_of_a_brief_own_all_of_their_storage(toy):
    toy.add("tiny_steps")
    brief = pickle.loads(pickle.dumps(found(toy)[0].brief(CPU)))
    for split in (brief.available, brief.deployed):
        for tensor in (split.inputs, split.targets):
            assert tensor.untyped_storage().nbytes() == tensor.numel() * tensor.itemsize


def test_a_copy_of_its_own_is_of_groups_too():
    whole = Split(torch.arange(6.0), torch.arange(6), torch.arange(6))
    copy = own(whole.take(slice(2)))
    assert [part.tolist() for part in (copy.inputs, copy.targets, copy.groups)] == [[0.0, 1.0], [0, 1], [0, 1]]
    assert [part.untyped_storage().nbytes() for part in (copy.inputs, copy.targets, copy.groups)] == [8, 16, 16]


GRADED = SCENARIO.replace("import Recipe, Scenario", "import Recipe, Scenario, Severities")
GRADED = GRADED.replace("from functools", "from dataclasses import replace\nfrom functools")
GRADED = GRADED.replace('"A step is small or it is not."', "Severities('rate', at=with_rate, doses=RATES, plain=1e-9)")
GRADED = GRADED.replace(
    "\nscenario = Scenario(",
    """
RATES = (1.0, 0.1, 0.01, 1e-4, 1e-9)


def with_rate(rate):
    return replace(broken, optimizer=partial(SGD, lr=rate))


scenario = Scenario(""",
)


def test_a_fault_of_degree_is_there_at_each_severity_and_knows_its_own(toy):
    toy.add("tiny_steps", scenario=GRADED)
    toy.add("without_degree")
    found = seated(toy, numbers=range(60), severities_on=Digits())
    assert [one.truth.scenario for one in found] == ["tiny_steps"] * 60
    broken = {one.truth.recipe: one for one in found if one.truth.kind == "broken"}
    assert {name: one.truth.severity for name, one in broken.items()} == {
        "broken": 5,
        **{f"broken at severity {severity}": severity for severity in (1, 2, 3, 4)},
    }
    assert [one.truth.is_plain for one in broken.values()].count(True) == 1
    assert {name: one.source.partition("lr=")[2].partition(")")[0] for name, one in broken.items()} == {
        "broken": "1e-09",
        "broken at severity 1": "1.0",
        "broken at severity 2": "0.1",
        "broken at severity 3": "0.01",
        "broken at severity 4": "0.0001",
    }
    assert {one.truth.severity for one in found if one.truth.kind == "fixed"} == {None}


def test_severities_of_faults_that_have_none_are_refused(toy):
    toy.add("without_degree")
    with pytest.raises(UserError, match="No fault among these is a matter of degree"):
        seated(toy, severities_on=Digits())


def test_a_dose_in_the_data_is_in_the_data_that_a_tool_is_shown():
    [pair] = [load(Catalogue().entry("label_noise"), Digits())]
    found = sittings(Catalogue(), [pair], range(30), SECRET, severities_on=Digits())
    of = {one.truth.severity: replace(one, seed=0) for one in found if one.truth.kind == "broken"}
    mild, strong = of[1].brief(CPU), of[5].brief(CPU)
    assert mild.source == strong.source
    assert (mild.available.inputs == strong.available.inputs).all()
    assert (mild.available.targets != strong.available.targets).any()
