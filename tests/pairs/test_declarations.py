"""What is read from a file's text, in whatever encoding Python would take it."""

import codecs

import pytest

from trainwreck.pairs.declarations import calls, docstring, keywords, parse

TEXT = '"""Ein Titel, größer als andere."""\n\nx = Scenario(symptom=3)\n'


@pytest.mark.parametrize(
    "raw",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        ("# -*- coding: latin-1 -*-\n" + TEXT).encode("latin-1"),
    ],
    ids=["utf-8", "byte-order mark", "declared"],
)
def test_a_file_is_read_in_the_encoding_that_python_would_take(tmp_path, raw):
    file = tmp_path / "a.py"
    file.write_bytes(raw)
    assert docstring(parse(file)) == "Ein Titel, größer als andere."
    assert list(keywords(parse(file), "Scenario")) == ["symptom"]


@pytest.mark.parametrize("raw", [TEXT.encode("latin-1"), TEXT.encode("utf-16"), b"\0", None])
def test_a_file_that_python_could_not_read_says_nothing_of_itself(tmp_path, raw):
    file = tmp_path / "a.py"
    if raw is not None:
        file.write_bytes(raw)
    assert parse(file) is None
    assert docstring(parse(file)) == ""
    assert keywords(parse(file), "Scenario") == {}
    assert calls(parse(file), "Scenario") == ()


def test_only_what_is_bound_at_the_top_level_to_such_a_call_is_found(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("a = replace(b)\nc = d = Recipe()\ne = other(replace(b))\ndef f():\n    g = replace(b)\n")
    assert calls(parse(file), "replace", "Recipe") == ("a", "c", "d")


def test_the_first_declaration_is_the_one_that_counts(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("a = Task(goal=1)\nb = Scenario(hints=2)\nc = Scenario(hints=3, judged=4)\n")
    assert list(keywords(parse(file), "Scenario", "Control")) == ["hints"]
