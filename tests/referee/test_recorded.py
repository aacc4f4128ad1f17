"""The recorded runs as cases for the yardsticks."""

from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof.results import Results
from trainwreck.referee.recorded import cases


def test_every_recorded_run_is_a_case_with_the_score_that_it_reported():
    results = Results(BUILT_IN / "results")
    runs = results.runs.read()
    found = cases(Catalogue(), results)
    assert [case.place for case in found] == list(zip(runs.scenario, runs.recipe, runs.seed, strict=True))
    assert [case.reply.reported for case in found] == runs.reported.tolist()


def test_what_is_broken_is_a_broken_case_and_nothing_else_is():
    for case in cases(Catalogue(), Results(BUILT_IN / "results")):
        assert (case.truth.kind == "broken") == (case.truth.recipe == "broken")
        assert bool(case.truth.causes) == (case.truth.recipe == "broken")


def test_a_run_of_what_is_no_longer_in_the_catalogue_is_no_case(toy):
    toy.add("tiny_steps")
    assert cases(toy.catalogue, Results(BUILT_IN / "results")) == []
