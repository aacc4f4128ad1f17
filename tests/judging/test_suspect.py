"""What a human should look at, and what is nothing to look at."""

from dataclasses import replace

import pytest

from tests.judging.test_findings import YARDSTICK, performance
from trainwreck.judging.suspect import in_scores, in_text

DATA = "labels = [" + "3, " * 100 + "]"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("x = 1\n" * 3000, ["it has 18000 bytes: there is room for data in it"]),
        (f"labels = '{'7' * 300}'", ["a literal has 302 characters: it may be data"]),
        (f"labels = {'7' * 300}", ["a literal has 300 characters: it may be data"]),
        (f"labels = {b'7' * 300}", ["a literal has 303 characters: it may be data"]),
        (DATA, ["a literal has 302 characters: it may be data"]),
        ("if True:\n    é = [[1, -2.5], (3, {4: 'a'})]  # short", []),
        ("import os, torch.nn, numpy as np\nfrom sklearn.svm import SVC", []),
        ("import lightning, torch\nfrom mine.parts import a\nfrom . import b", ["it imports ., lightning, mine"]),
        ("def f(:", ["it is no Python that can be read"]),
        ("-" * 15000 + "1", ["it is no Python that can be read"]),
        ("a\0b", ["it is no Python that can be read"]),
        (r"x = '\d'", []),
    ],
)
def test_what_is_unusual_about_a_text(text, told):
    assert list(in_text(text, "")) == told


def test_what_was_handed_out_is_nothing_to_look_at():
    assert list(in_text(DATA + "\nprint(labels)", DATA)) == []


def test_a_call_is_no_literal_however_long():
    assert list(in_text("f(" + "x, " * 100 + ")\ny = [" + "x, " * 100 + "]", "")) == []


@pytest.mark.parametrize(
    ("scores", "is_flagged"),
    [((1.0, 1.0), True), ((0.97, 0.97), True), ((0.95, 0.95), False), ((0.5, 0.5), False)],
)
def test_a_score_that_is_better_by_far_than_any_reference_s_is_looked_at(scores, is_flagged):
    assert bool(list(in_scores(YARDSTICK, performance(*scores)))) is is_flagged  # the reference has 0.925


def test_no_score_is_looked_at_where_the_reference_is_nearly_perfect_or_the_report_is_judged():
    perfect = replace(YARDSTICK, references=[performance(0.99, 0.99)])
    assert list(in_scores(perfect, performance(1.0, 1.0))) == []
    assert list(in_scores(replace(YARDSTICK, by_report=True), performance(1.0, 1.0))) == []
