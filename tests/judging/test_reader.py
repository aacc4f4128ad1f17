"""What scripts write is read as numbers, or not at all."""

import io
import math
import os
import pickle
import struct

import numpy as np
import pytest

from trainwreck.judging import reader
from trainwreck.judging.reader import Unreadable


class Evil:
    """What ends the process that unpickles it."""

    def __reduce__(self):
        return os._exit, (42,)


def saved(values, **options) -> bytes:
    file = io.BytesIO()
    np.save(file, values, **options)
    return file.getvalue()


def with_header(header: str, content: bytes) -> bytes:
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode() + content


@pytest.mark.parametrize(
    "values",
    [np.arange(6.0).reshape(2, 3), np.asfortranarray(np.arange(6).reshape(2, 3)), np.array([True, False])],
    ids=["numbers", "in columns", "truth values"],
)
def test_an_array_of_numbers_is_read_as_it_is(tmp_path, values):
    (tmp_path / "a.npy").write_bytes(saved(values))
    found = reader.array(tmp_path / "a.npy")
    assert found.dtype == np.float32
    assert (found == values).all()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (saved(np.array([Evil()], dtype=object), allow_pickle=True), "it holds object"),
        (pickle.dumps(Evil()), "magic string"),
        (saved(np.array(["a"])), "it holds <U1"),
        (saved(np.array([1j])), "it holds complex128"),
        (saved(np.zeros(2, dtype=[("a", "f4")])), "it holds"),
        (saved(np.zeros(3))[:-1], "23 bytes are no array (3,)"),
        (with_header("{'descr': '<f4', 'fortran_order': False, 'shape': (1000000000000,), }\n", b""), "0 bytes are no"),
        (with_header("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }\n", b"0000"), "4 bytes are no array"),
        (with_header("__import__('os')._exit(42)\n", b""), "no array of numbers"),
        (with_header("[" * 5000 + "\n", b""), "no array of numbers"),
        (b"", "no array of numbers"),
    ],
    ids=range(11),
)
def test_what_is_no_array_of_numbers_is_not_read(tmp_path, content, told):
    (tmp_path / "a.npy").write_bytes(content)
    with pytest.raises(Unreadable, match=r"a\.npy is no array of numbers") as raised:
        reader.array(tmp_path / "a.npy")
    assert told in str(raised.value)


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.symlink_to("/dev/zero"),
        lambda path: path.symlink_to(path.with_name("other")),
        os.mkfifo,
        lambda path: path.mkdir(),
        lambda path: path.write_bytes(bytes(101)),
        lambda path: None,
    ],
    ids=["device", "link", "pipe", "folder", "large", "nothing"],
)
def test_only_ordinary_files_of_a_bearable_size_are_opened(tmp_path, make):
    (tmp_path / "other").write_text("somebody else's")
    make(tmp_path / "file")
    with pytest.raises(Unreadable, match="file "):
        reader.contents(tmp_path / "file", 100)


def test_a_file_of_just_the_size_is_read(tmp_path):
    (tmp_path / "file").write_bytes(bytes(100))
    assert len(reader.contents(tmp_path / "file", 100)) == 100


def test_a_report_may_hold_losses_that_are_not_finite(tmp_path):
    (tmp_path / "metrics.json").write_text('{"validation_score": 1, "losses": [0.5, NaN, Infinity]}')
    score, losses = reader.metrics(tmp_path / "metrics.json")
    assert (score, losses[0], losses[2]) == (1.0, 0.5, math.inf)
    assert math.isnan(losses[1])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"validation_score": "1", "losses": []}',
        '{"validation_score": true, "losses": []}',
        '{"validation_score": 1, "losses": 3}',
        '{"validation_score": 1, "losses": [[]]}',
        '{"validation_score": 1' + "0" * 400 + ', "losses": []}',
        "[" * 100_000,
    ],
)
def test_a_report_without_a_number_is_not_read(tmp_path, text):
    (tmp_path / "metrics.json").write_text(text)
    with pytest.raises(Unreadable):
        reader.metrics(tmp_path / "metrics.json")


def test_what_a_script_has_printed_cannot_command_a_terminal(tmp_path):
    (tmp_path / "log.txt").write_bytes(b"first\n\x1b[2Jcleared\x07\n\xff\n" + b"long" * 20)
    lines = reader.printed(tmp_path / "log.txt", lines=3, width=20).splitlines()
    assert lines == ["[2Jcleared", "�", "longlonglonglonglong"]


def test_of_what_was_printed_only_the_end_is_kept(tmp_path):
    (tmp_path / "log.txt").write_text("".join(f"{number}\n" for number in range(100_000)))
    assert reader.printed(tmp_path / "log.txt", lines=2) == "99998\n99999"


@pytest.mark.parametrize(("told", "found"), [("true", True), ("false", False), ("null", None)])
def test_a_look_says_one_of_three_words(tmp_path, told, found):
    (tmp_path / "looked.json").write_text(told)
    assert reader.looked(tmp_path / "looked.json") is found


@pytest.mark.parametrize("told", ["", "1", "True", "true\n", '["true"]', "the fix is …"])
def test_a_look_that_says_something_else_is_not_heard(tmp_path, told):
    (tmp_path / "looked.json").write_text(told)
    with pytest.raises(Unreadable):
        reader.looked(tmp_path / "looked.json")
