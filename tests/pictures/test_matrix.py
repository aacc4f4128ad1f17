"""All checks on all faults: what accuses what, and what is healthy."""

import pandas as pd

from trainwreck.pictures.matrix import check_matrix
from trainwreck.pictures.panel import figure, svg
from trainwreck.pictures.theme import BROKEN, HEALTHY

COLUMNS = ["component", "scenario", "recipe", "kind", "check", "seeds", "applied", "fired", "raised"]
TABLE = pd.DataFrame(
    [
        ("toy", "one", "broken", "broken", "one", 2, 2, 2, 0),
        ("toy", "one", "broken", "broken", "two", 2, 2, 2, 0),
        ("toy", "two", "broken", "broken", "two", 2, 2, 2, 0),
        ("toy", "two", "broken", "broken", "one", 2, 2, 1, 0),
        ("toy", "two", "mended", "fixed", "one", 2, 2, 1, 0),
    ],
    columns=COLUMNS,
)


def test_a_suspicion_on_more_than_half_of_the_seeds_is_a_square_in_the_colour_of_whose_fault_it_is():
    squares, bars = figure(check_matrix(TABLE)).subfigs[0].axes
    _, others, own = squares.collections
    assert own.get_offsets().tolist() == [[0.0, 0.0], [1.0, 1.0]]
    assert others.get_offsets().tolist() == [[0.0, 1.0]]
    assert [bar.get_width() for bar in bars.patches] == [0.5, 0.0]


def test_the_picture_names_every_check_and_says_how_many_faults_can_be_confused(letters):
    text = svg("x", check_matrix(TABLE))
    assert letters(text).count("one") == 2
    assert "1 faults are accused by the check of another" in text
    assert BROKEN in text
    assert HEALTHY[0] in text
