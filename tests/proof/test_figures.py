"""A figure in a text is recorded, stands in the code, or is arithmetic; any other is found."""

import math
from types import SimpleNamespace

import pandas as pd
import pytest

from trainwreck.proof.figures import figures, literals, of_texts, quotable, unexplained
from trainwreck.training.run import Reading, Run, Scores

RECORDED = pd.DataFrame({"low": [0.912, 612.0, -3.2], "median": [0.934, 900.0, -1.04], "high": [0.948, 15_800.0, 0.4]})


@pytest.mark.parametrize(
    "text",
    [
        "It scores 0.91 to 0.95.",
        "It scores between 0.91 and 0.95.",
        "Most score 0.93.",
        "It rises from −1.04 to 0.93.",
        "The loss stands at 600 to 16,000.",
        "R² is −3.2 to 0.4, and −1.0 in the middle.",
        "At a rate of 0.25 it learns.",
        "Guessing costs ln 10 = 2.3, and ½ × 0.77 is the rest.",
        "With `lr=0.77` it learns.",
        "See [a page](https://example.org/0.77).",
        "Some text.\n\n## References\n\n- A paper, 2016, section 8.3.1, 0.77",
    ],
)
def test_a_figure_that_is_recorded_or_in_the_code_or_calculated_is_explained(text):
    assert unexplained(text, RECORDED, {0.25}) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It scores 0.90 to 0.95.", "0.90 to 0.95"),
        ("It scores 0.91 to 0.93.", "0.91 to 0.93"),  # the median is no end of a range
        ("It scores 0.92.", "0.92"),
        ("The loss stands at 600 to 17,000.", "600 to 17,000"),
        ("It takes 2 to\n3 hours.", "2 to 3"),
        ("It scores 0.91 to 0.95 at a rate of 0.5.", "0.5"),
    ],
)
def test_any_other_figure_is_found(text, found):
    assert unexplained(text, RECORDED, {0.25}) == [found]


def test_figures_are_the_median_and_the_percentiles_over_seeds():
    runs = [
        Run(
            seed=seed,
            losses=(2.0, 1.0 + seed, math.nan),
            epochs=(),
            final=Scores(training=0.5, reported=0.5, true=seed / 100),
            predicted=(),
            seconds=0.0,
            reading=Reading([1], suspicious=True),  # a list is no figure
        )
        for seed in range(101)
    ]
    pair = SimpleNamespace(judge=lambda scores: scores.true)
    entry = SimpleNamespace(component="loop", name="a_fault")
    table = figures([SimpleNamespace(entry=entry, pair=pair, runs={"broken": runs})]).set_index("quantity")
    assert table.loc["score", ["low", "median", "high", "seeds"]].tolist() == [0.05, 0.5, 0.95, 101]
    assert table.loc["highest loss", "median"] == 51.0
    assert table.loc["step without a finite loss", "median"] == 2
    assert "reading of the check" not in table.index


def test_an_entry_that_could_not_be_trained_has_no_figures():
    assert figures([SimpleNamespace(pair=None)]).empty


def test_the_numbers_in_the_code_of_a_scenario_and_its_fixes_are_known(toy):
    toy.add("tiny_steps")
    assert 10.0 in literals(toy.catalogue.entry("tiny_steps"))


def test_a_story_and_a_lesson_are_both_held_to_what_is_recorded_of_their_scenario(toy):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "The loss ends", "It scores 0.93. The loss ends")
    toy.edit("fixes/toy/tiny_steps.md", "## Why it failed\n", "## Why it failed\n\nIt scores 0.94.\n")
    entry = toy.catalogue.entry("tiny_steps")
    assert {"0.93", "0.94"} <= set(of_texts(entry, RECORDED.assign(scenario="another")))
    assert "0.93" not in of_texts(entry, RECORDED.assign(scenario="tiny_steps"))


def test_what_can_be_quoted_is_printed_a_line_a_quantity():
    row = {"recipe": "broken", "quantity": "score", "low": 0.08, "median": 0.1, "high": 0.12, "seeds": 100}
    assert "broken    score 0.08     0.1  0.12    100" in quotable(pd.DataFrame([row]))
    assert quotable(RECORDED[:0]) == "Nothing is recorded that could be quoted."
