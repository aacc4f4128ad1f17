"""What is recorded of our own catalogue was made by the code that is here, and holds."""

import pytest

from trainwreck.pages.filling import SECTION
from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof.conditions import SOURCES
from trainwreck.proof.figures import of_texts
from trainwreck.proof.goals import LEAST_SHARE
from trainwreck.proof.matrix import indistinguishable
from trainwreck.proof.recorded import Recorded
from trainwreck.proof.results import MANY, Results
from trainwreck.proof.sightings import MOST_FALSE, as_detectors
from trainwreck.proof.study import failures

ALL = [Results(BUILT_IN / "results", images) for images in SOURCES]
TABLES = [pytest.param(results, table, id=table.path.stem) for results in ALL for table in results.tables()]


def names(entries: list[Entry]) -> str:
    """The names of entries, the first of them if they are many; nothing if there are none."""
    more = f" and {len(entries) - MANY} more" if len(entries) > MANY else ""
    return ", ".join(entry.name for entry in entries[:MANY]) + more


@pytest.mark.parametrize(("results", "table"), TABLES)
def test_recorded_rows_were_made_by_the_code_that_is_here(results: Results, table: Recorded):
    everything = list(Catalogue())
    stale, missing = table.stale(everything), table.missing(results.concerned(everything))
    changed = f"Their code has changed. Record them anew: {results.command(table, stale)}"
    if stale and (table in results.studies() or results.images != "digits"):
        # A study takes most of an hour, and MNIST is not in the repository; docs/results.md says what is older.
        pytest.skip(changed)
    assert names(stale) == "", changed
    assert table.gone({entry.name for entry in everything}) == [], f"Not in the catalogue: {results.command(table, [])}"
    if missing:
        pytest.skip(f"Never recorded: {names(missing)}. Record them: {results.command(table, missing)}")


@pytest.mark.parametrize("results", ALL, ids=SOURCES)
def test_every_recorded_goal_is_near_what_a_standard_model_scores(results: Results):
    recorded, current = results.goals.read(), {*Catalogue()} - {*results.goals.stale(Catalogue())}
    fresh = recorded[recorded.scenario.isin([entry.name for entry in current])]
    if fresh.empty:
        pytest.skip(f"All were recorded with earlier code: {results.command(results.goals, [])}")
    assert not (fresh.share < LEAST_SHARE).any()


@pytest.mark.parametrize("results", ALL, ids=SOURCES)
def test_the_recorded_study_has_twenty_sets_of_seeds_and_no_impostor_passed(results: Results):
    recorded = results.study.read()
    assert recorded.sets.min() >= 20
    assert recorded.passed.sum() == 0


@pytest.mark.parametrize("results", ALL, ids=SOURCES)
def test_no_symptom_is_seen_on_more_than_one_in_twenty_healthy_runs(results: Results):
    recorded = results.symptoms.read()
    if recorded.empty:
        pytest.skip(f"Never recorded. Record it: {results.command(results.symptoms, [])}")
    seen = as_detectors(recorded)
    assert seen[seen.healthy > MOST_FALSE].empty


def test_no_text_quotes_a_figure_that_is_neither_recorded_nor_calculated():
    figures = ALL[0].figures
    recorded, stale = figures.read(), {*figures.stale(Catalogue())}
    fresh = [entry for entry in Catalogue() if entry.name in {*recorded.scenario} and entry not in stale]
    assert {entry.name: left for entry in fresh if (left := of_texts(entry, recorded))} == {}


def test_two_faults_that_their_checks_cannot_tell_apart_accept_each_other_as_the_diagnosis():
    accepted = {entry.name: entry.also_accepted for entry in Catalogue()}
    pairs = indistinguishable(ALL[0].answers())
    assert pairs
    assert [(a, b) for a, b in pairs if b not in accepted[a] or a not in accepted[b]] == []


def test_the_page_of_results_names_exactly_the_scenarios_that_did_not_hold_in_every_set():
    prose = SECTION.sub("", (BUILT_IN / "docs" / "results.md").read_text(encoding="utf-8"))
    failed = {name for results in ALL for name in failures(results.study.read()).scenario}
    assert {entry.name for entry in Catalogue() if f"`{entry.name}`" in prose} == failed
