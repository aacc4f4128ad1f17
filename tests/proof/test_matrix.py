"""All checks on all recipes, counted on hand-made tables and on a catalogue in miniature."""

import pandas as pd
import pytest

from tests.conftest import FIX, Toy
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.matrix import COLUMNS, confusions, false_alarms, indistinguishable, matrix
from trainwreck.proof.records import Records
from trainwreck.proof.results import Results

CHECK = """

def check(optimizer):
    rate = optimizer.param_groups[0]["lr"]
    return Reading(rate, suspicious=rate < 1e-6)


impostors = {"longer": replace(broken, epochs=21)}
"""
ALWAYS = "\n\ndef check(model):\n    return Reading(1, suspicious=True)\n"
NEVER_APPLIES = "\n\ndef check(schedule):\n    return schedule and Reading(1, suspicious=True)\n"
RAISES = "\n\ndef check(trained):\n    return trained.no_such_layer\n"
WITH_READING = FIX.replace("\nlarger", "\nfrom trainwreck import Reading\n\nlarger")


def test_what_is_recorded_of_checks_is_a_table_and_an_empty_one_of_that_form_before(tmp_path):
    results = Results(tmp_path)
    assert list(results.answers().columns) == COLUMNS
    assert confusions(results.answers()) == {}
    row = pd.DataFrame([("toy", "one", "broken", "broken", "other", 5, 5, 5, 0)], columns=COLUMNS)
    row.to_csv(results.checks, index=False)
    assert confusions(results.answers()) == {"one": ["other"]}


@pytest.fixture
def crowd(toy: Toy) -> Toy:
    """Four scenarios alike, each with a check of another kind."""
    for name, check in {"low": CHECK, "always": ALWAYS, "never": NEVER_APPLIES, "raises": RAISES}.items():
        toy.add(name, fix=WITH_READING + check)
    return toy


def rows(table: pd.DataFrame, **wanted: str) -> dict[tuple[str, str], tuple[int, int, int]]:
    for column, value in wanted.items():
        table = table[table[column] == value]
    return {(row.scenario, row.check): (row.applied, row.fired, row.raised) for row in table.itertuples()}


def test_every_check_is_asked_about_every_recipe(crowd):
    table = matrix(list(crowd.catalogue), Conditions.checked(2, fewest=1), failed=pytest.fail)
    assert set(table.seeds) == {2}
    broken, fixed = rows(table, kind="broken"), rows(table, kind="fixed")
    for scenario in ("low", "always", "never", "raises"):
        assert broken[scenario, "low"] == (2, 2, 0)
        assert fixed[scenario, "low"] == (2, 0, 0)
        assert fixed[scenario, "always"] == (2, 2, 0)
        assert broken[scenario, "raises"] == (0, 0, 2)
        assert (scenario, "never") not in broken  # it does not apply, so there is nothing to count
    assert rows(table, kind="impostor") == {("low", "low"): (2, 2, 0), ("low", "always"): (2, 2, 0)} | {
        ("low", "raises"): (0, 0, 2)
    }


def test_what_is_on_record_is_not_asked_again(crowd, tmp_path, monkeypatch):
    records = Records.opened(tmp_path / "kept")
    first = matrix(list(crowd.catalogue), Conditions.checked(1, fewest=1), records=records, failed=pytest.fail)
    monkeypatch.setattr("trainwreck.proof.matrix._looked", lambda *_, **__: pytest.fail("asked again"))
    again = matrix(list(crowd.catalogue), Conditions.checked(1, fewest=1), records=records, failed=pytest.fail)
    assert sorted(map(tuple, again.values)) == sorted(map(tuple, first.values))


def of(*found: tuple[str, str, str, int, int]) -> pd.DataFrame:
    """A table from (scenario, kind, check, applied, fired), four seeds each."""
    columns = ["scenario", "kind", "check", "applied", "fired"]
    return pd.DataFrame(found, columns=columns).assign(seeds=4, raised=0, component="x", recipe="y")


def test_false_alarms_are_counted_at_what_is_healthy_and_not_a_check_s_own():
    table = of(
        ("a", "fixed", "a", 4, 4),  # its own fix: the contract's business
        ("b", "fixed", "a", 4, 1),
        ("c", "control", "a", 2, 0),
        ("b", "broken", "a", 4, 4),
        ("a", "fixed", "b", 4, 0),
    )
    found = false_alarms(table).set_index("check")
    assert tuple(found.loc["a"]) == (6, 1, round(1 / 6, 4))
    assert tuple(found.loc["b"]) == (4, 0, 0.0)
    assert tuple(found.loc["all"]) == (10, 1, 0.1)


def test_confusions_are_the_other_checks_that_are_suspicious_more_often_than_not():
    table = of(
        ("a", "broken", "a", 4, 4), ("a", "broken", "b", 4, 3), ("a", "broken", "c", 4, 2), ("b", "fixed", "a", 4, 4)
    )
    assert confusions(table) == {"a": ["b"]}


def test_two_faults_cannot_be_told_apart_if_the_check_of_each_accuses_the_other():
    table = of(
        ("a", "broken", "b", 4, 4),
        ("b", "broken", "a", 4, 4),
        ("a", "broken", "c", 4, 4),  # one way only
        ("c", "broken", "b", 4, 4),
        ("b", "broken", "c", 4, 1),
    )
    assert indistinguishable(table) == [("a", "b")]
