"""Lessons as parts of a page."""

from trainwreck.pairs.entries import Catalogue
from trainwreck.site.lessons import body, headline

ENTRY = Catalogue().entry("high_learning_rate")


def test_the_first_line_says_what_to_do():
    assert headline(ENTRY) == "Take smaller steps."
    assert "Take smaller steps." not in body(ENTRY, set())


def test_headings_become_rubrics_and_the_check_stands_in_its_place():
    text = body(ENTRY, set())
    assert ":::{rubric} Why it failed" in text
    assert "\n## " not in text
    assert "def check(update, inputs, targets):" in text


def test_a_link_leads_to_the_page_of_an_entry_that_has_one_and_else_only_its_text_is_left():
    text = body(ENTRY, {"low_learning_rate"})
    assert "[`low_learning_rate`](/catalogue/runs/low_learning_rate.md)" in text
    assert "(`vanishing_gradients`)" in text.replace("\n", " ")
    assert "https://arxiv.org/abs/1506.01186" in text
