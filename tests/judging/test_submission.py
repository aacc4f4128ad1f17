"""What is handed in is read, or said to be nothing; one that is nothing stops no other."""

import pytest

from trainwreck.judging.submission import LARGEST, read
from trainwreck.scripts.notebook import notebook


def test_a_script_is_read_from_a_file_and_from_a_folder(tmp_path):
    (tmp_path / "train.py").write_text("print(1)\n")
    for path in (tmp_path, tmp_path / "train.py"):
        found = read(path)
        assert (found.name, found.text, found.problem) == (str(path), "print(1)\n", "")


def test_a_notebook_is_read_as_the_script_of_its_cells(tmp_path):
    text = notebook('"""A story."""\n\n# %% Part\nx = 2\n')
    (tmp_path / "train.ipynb").write_text(text.replace("x = 2", "%matplotlib inline\\n!ls\\nx = 3"))
    names = {}
    exec(read(tmp_path).text, names)
    assert names["x"] == 3
    assert read(tmp_path / "train.ipynb").text == read(tmp_path).text


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.py", b"", "a.py is empty"),
        ("a.py", b" \n", "a.py is empty"),
        ("a.py", b"\xff\xfe", "a.py is no text in UTF-8"),
        ("a.py", bytes(LARGEST + 1), "a.py has more than"),
        ("a.ipynb", b"{", "a.ipynb is no notebook"),
        ("a.ipynb", b"[" * 100_000, "a.ipynb is no notebook"),
    ],
)
def test_what_is_no_script_is_said_to_be_none(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    assert told in read(tmp_path / name).problem


def test_a_file_that_is_not_there_is_a_problem_of_its_own(tmp_path):
    assert read(tmp_path / "none.py").problem == "none.py is not there"
    assert read(tmp_path).problem == "train.py is not there"


def test_a_file_s_name_cannot_command_a_terminal(tmp_path):
    (tmp_path / "\x1b[2Jtrain.py").write_text("print(1)")
    assert read(tmp_path / "\x1b[2Jtrain.py").name.endswith("/[2Jtrain.py")


def test_a_link_to_somebody_else_s_file_is_not_followed(tmp_path):
    (tmp_path / "other.py").write_text("print(1)")
    (tmp_path / "train.py").symlink_to(tmp_path / "other.py")
    assert "train.py cannot be read" in read(tmp_path).problem


def test_a_link_to_somebody_else_s_folder_is_not_followed(tmp_path):
    (tmp_path / "ann").mkdir()
    (tmp_path / "ann" / "train.py").write_text("print(1)")
    (tmp_path / "bob").symlink_to(tmp_path / "ann")
    found = read(tmp_path / "bob")
    assert found.problem == "bob is a link. Hand in what it leads to"
    assert found.text == ""
