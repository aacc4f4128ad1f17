"""A recorded table knows which of its rows are missing or stale, and keeps those that are not its business."""

from pathlib import Path

import pandas as pd
import pytest

from tests.conftest import Toy
from trainwreck.errors import UserError
from trainwreck.proof import recorded
from trainwreck.proof.recorded import Recorded

COLUMNS = {"component": "str", "scenario": "str", "recipe": "str", "score": "float", "epochs": "Int64"}


@pytest.fixture
def table(tmp_path: Path) -> Recorded:
    return Recorded(tmp_path / "results" / "toy.csv", COLUMNS, rooms=())


def rows(name: str, score: float = 0.5) -> pd.DataFrame:
    return pd.DataFrame([("toy", name, "fix", score, None)], columns=list(COLUMNS)).astype(COLUMNS)


def record(table: Recorded, toy: Toy, name: str, score: float = 0.5) -> None:
    """Record a row of an entry as it stands."""
    made_by = table.fingerprints([toy.catalogue.entry(name)])
    table.update(rows(name, score), made_by, {entry.name for entry in toy.catalogue})


def names(entries: list) -> list[str]:
    return [entry.name for entry in entries]


def test_an_entry_without_a_row_is_missing_and_one_with_a_row_is_not(table, toy):
    toy.add("one")
    toy.add("two")
    record(table, toy, "one")
    assert names(table.missing(toy.catalogue)) == ["two"]
    assert names(table.due(toy.catalogue)) == ["two"]


def test_a_row_is_stale_when_its_code_has_changed_until_it_is_recorded_anew(table, toy):
    toy.add("one")
    toy.add("two")
    record(table, toy, "one")
    record(table, toy, "two")
    assert table.stale(toy.catalogue) == []
    toy.edit("fixes/toy/one.py", "lr=10.0", "lr=5.0")
    assert names(table.stale(toy.catalogue)) == names(table.due(toy.catalogue)) == ["one"]
    record(table, toy, "one")
    assert table.due(toy.catalogue) == []


def test_a_row_is_stale_when_a_room_that_decides_it_has_changed(table, toy, monkeypatch):
    toy.add("one")
    record(table, toy, "one")
    judging = Recorded(table.path, COLUMNS, rooms=("proof/runs",))
    assert names(judging.stale(toy.catalogue)) == ["one"]


def test_fresh_rows_take_the_place_of_the_old_ones_and_the_others_stay(table, toy):
    toy.add("one")
    toy.add("two")
    record(table, toy, "two", 0.2)
    record(table, toy, "one", 0.1)
    record(table, toy, "two", 0.3)
    assert dict(zip(table.read().scenario, table.read().score, strict=True)) == {"one": 0.1, "two": 0.3}


def test_a_row_of_an_entry_that_is_no_longer_there_goes_with_the_next_update(table, toy):
    toy.add("one")
    toy.add("removed")
    record(table, toy, "removed")
    for file in (toy.root / "scenarios" / "toy" / "removed.py", toy.root / "fixes" / "toy" / "removed.py"):
        file.unlink()
    assert table.gone(names(list(toy.catalogue))) == ["removed"]
    record(table, toy, "one")
    assert set(table.read().scenario) == {"one"}


@pytest.mark.parametrize("digits", ["1234567890123456", "0000000000000012", "12345678901234e5"])
def test_a_fingerprint_that_looks_like_a_number_is_read_as_it_was_written(table, digits):
    table.update(rows("one"), {"one": digits}, {"one"})
    assert table.read().fingerprint.tolist() == [digits]


def test_numbers_of_four_places_are_read_as_they_were_written(table):
    scores = [round(n / 10_000, 4) for n in range(-10_000, 10_001)]
    written = pd.concat([rows("one")] * len(scores)).assign(score=scores)
    table.update(written, {"one": "a"}, {"one"})
    assert table.read().score.tolist() == scores
    assert table.read().epochs.isna().all()


def test_each_row_says_in_which_environment_it_was_made(table, monkeypatch):
    table.update(rows("one"), {"one": "a"}, {"one", "two"})
    monkeypatch.setattr(recorded, "environment", lambda: {"torch": "99.0"})
    table.update(rows("two"), {"two": "a"}, {"one", "two"})
    marks = dict(zip(table.read().scenario, table.read().environment, strict=True))
    known = table.environments()
    assert known[marks["two"]] == {"torch": "99.0"}
    assert known[marks["one"]]["cpu"]


def test_an_environment_that_no_row_was_made_in_is_forgotten(table, monkeypatch):
    table.update(rows("one"), {"one": "a"}, {"one"})
    monkeypatch.setattr(recorded, "environment", lambda: {"torch": "99.0"})
    table.update(rows("one"), {"one": "a"}, {"one"})
    assert list(table.environments().values()) == [{"torch": "99.0"}]


@pytest.mark.parametrize(
    "text", [b"", b"\x00\xff\xfe", b"a,b\n1,2\n", b'component,"', b"component,scenario,recipe,score,epochs\n"]
)
def test_a_file_that_is_no_such_table_is_refused_with_the_cure(table, text):
    table.path.parent.mkdir()
    table.path.write_bytes(text)
    with pytest.raises(UserError, match="make it anew: trainwreck record"):
        table.read()


def test_a_folder_in_the_place_of_the_table_counts_as_nothing_recorded(table):
    table.path.mkdir(parents=True)
    assert table.read().empty


def test_environments_that_cannot_be_read_are_refused_with_the_cure(table):
    table.update(rows("one"), {"one": "a"}, {"one"})
    table.path.with_suffix(".json").write_text("{")
    with pytest.raises(UserError, match="Restore it, or delete it"):
        table.environments()
