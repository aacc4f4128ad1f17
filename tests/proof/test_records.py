"""A record is whole or counts for nothing, and is believed only if the same code has made it."""

import json
from pathlib import Path

import pytest

from trainwreck.errors import UserError
from trainwreck.proof.records import Records, new_folder, require_writable, write_whole


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records.opened(tmp_path / "records")


def test_a_record_is_read_as_it_was_written(records):
    assert records.read("here.json", "a", dict) is None
    records.write("here.json", "a", {"seed": 3})
    assert records.read("here.json", "a", dict) == {"seed": 3}


def test_a_record_that_other_code_has_made_counts_for_nothing(records):
    records.write("here.json", "a", {"seed": 3})
    assert records.read("here.json", "b", dict) is None


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"fingerprint": "a"}', '{"fingerprint": "a", "body": 3}', "\0"]
)
def test_a_damaged_record_counts_for_nothing_and_is_told(records, text):
    (records.folder / "here.json").write_text(text)
    with pytest.warns(UserWarning, match="no whole record"):
        assert records.read("here.json", "a", lambda body: body["seed"]) is None


def test_a_folder_in_the_place_of_a_record_counts_for_nothing_and_is_told(records):
    (records.folder / "here.json").mkdir(parents=True)
    with pytest.warns(UserWarning, match="no whole record"):
        assert records.read("here.json", "a", dict) is None


def test_a_number_that_is_no_json_is_never_written(records):
    with pytest.raises(ValueError, match="not JSON compliant"):
        records.write("here.json", "a", float("nan"))
    assert list(records.folder.iterdir()) == []


def test_a_record_that_cannot_be_written_names_the_option_and_what_is_kept(records):
    (records.folder / "here").write_text("a file, where a folder should be")
    with pytest.raises(UserError, match=r"What is finished is kept; make room, or name another folder with --out"):
        records.write("here/there.json", "a", {})


def test_a_file_is_written_in_full_or_left_as_it_was(tmp_path, monkeypatch):
    target = tmp_path / "file.json"
    write_whole(target, "old")
    monkeypatch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError("killed")))
    with pytest.raises(OSError, match="killed"):
        write_whole(target, "new")
    assert [path.name for path in tmp_path.iterdir()] == ["file.json"]
    assert target.read_text() == "old"


def test_what_could_not_be_written_is_refused_before_any_work(tmp_path):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    for target in (tmp_path / "file" / "below", tmp_path / "folder"):
        with pytest.raises(UserError, match=r"Name another place with --json\."):
            require_writable(target, "--json")
    require_writable(tmp_path / "new" / "file.json", "--json")
    assert list((tmp_path / "new").iterdir()) == []


def test_a_folder_that_could_not_be_made_is_refused_with_a_cure_that_reads_well(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(UserError, match=r"cannot be written: [\w ]+\. Name another place\.$"),
        new_folder(tmp_path / "file" / "below"),
    ):
        pass


def test_a_file_has_the_line_breaks_that_it_was_given_on_every_system(tmp_path, monkeypatch):
    def as_on_windows(path, text, encoding, newline=None):
        path.write_bytes((text.replace("\n", "\r\n") if newline is None else text).encode(encoding))

    monkeypatch.setattr(Path, "write_text", as_on_windows)
    write_whole(tmp_path / "file.csv", "one\ntwo\r\n")
    assert (tmp_path / "file.csv").read_bytes() == b"one\ntwo\r\n"


def test_a_record_on_disk_names_what_made_it(records):
    records.write("here.json", "a", {"seed": 3})
    assert json.loads((records.folder / "here.json").read_text())["fingerprint"] == "a"
