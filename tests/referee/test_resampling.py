"""Averages over scenarios, worked out by hand, and intervals against cases in which they are known."""

import math

import numpy as np
import pytest

from trainwreck.referee.resampling import FEWEST, Estimate, difference, mean, ranked_above, share


def halves(n: int) -> dict[str, list[float]]:
    """As many scenarios, the even ones all right and the odd ones all wrong."""
    return {f"s{number:03}": [1.0 - number % 2] for number in range(n)}


def test_a_scenario_counts_once_however_many_cases_it_has():
    assert share({"many": [1, 1, 1, 1], "one": [0]}).value == 0.5
    assert (share({"many": [1, 1, 1, 1], "one": [0]}).cases, share({"a": [1, 0]}).scenarios) == (5, 1)


def test_to_show_each_case_ten_times_makes_nothing_more_certain():
    often = {name: values * 10 for name, values in halves(20).items()}
    assert (share(often).low, share(often).high) == (share(halves(20)).low, share(halves(20)).high)


def test_the_interval_of_independent_scenarios_is_as_wide_as_the_normal_one():
    found, half = share(halves(100)), 1.96 * math.sqrt(0.25 / 100)
    assert found.low == pytest.approx(0.5 - half, abs=0.015)
    assert found.high == pytest.approx(0.5 + half, abs=0.015)


def test_where_all_scenarios_agree_the_interval_is_wilsons():
    z2 = 1.959963984540054**2
    found = share({str(number): [0.0] for number in range(50)})
    assert (found.low, found.high) == (0.0, round(z2 / (50 + z2), 4))


def test_fewer_than_five_scenarios_have_no_interval():
    assert share(halves(FEWEST - 1)).low is None
    assert share(halves(FEWEST)).low is not None


def test_nothing_to_count_is_no_figure():
    assert share({}) == mean({}) == Estimate(None, None, None, 0, 0)
    assert difference({"a": [1]}, {}).value is None
    assert ranked_above({"a": [1]}, {}).value is None
    assert str(share({})) == ""


def test_a_difference_takes_each_side_over_its_own_scenarios():
    found = difference({"a": [1], "b": [0, 1]}, {"b": [1], "c": [0], "d": [0], "e": [0]})
    assert found.value == 0.75 - 0.25
    assert found.scenarios == 5
    assert found.low < 0.5 < found.high


def test_a_difference_of_the_same_is_nothing_and_has_no_interval():
    assert difference(halves(20), halves(20)) == Estimate(0.0, None, None, 40, 20)


def test_a_difference_of_pairs_is_surer_than_what_it_is_made_from():
    better = {name: [values[0] + (0.1 if int(name[1:]) % 3 else 0.2)] for name, values in halves(40).items()}
    paired = mean({name: [better[name][0] - value] for name, [value] in halves(40).items()})
    assert paired.high - paired.low < 0.05
    assert mean(better).high - mean(better).low > 0.2


def test_the_chance_to_rank_above_is_the_area_under_the_curve():
    assert ranked_above({"a": [0.9], "b": [0.8]}, {"a": [0.1], "c": [0.2]}).value == 1.0
    assert ranked_above({"a": [0.5]}, {"b": [0.5]}).value == 0.5
    assert ranked_above({"a": [0.9, 0.2]}, {"b": [0.1, 0.3]}).value == 0.75
    sure = ranked_above({str(n): [0.5 + n / 100] for n in range(20)}, {str(n): [0.5 - n / 90] for n in range(20)})
    assert sure.value == pytest.approx(1.0, abs=0.01)


def test_a_figure_shows_its_interval_if_there_is_one():
    assert str(Estimate(0.5, 0.25, 0.75, 4, 4)) == "0.50 (0.25–0.75)"
    assert str(Estimate(-0.5, None, None, 1, 1)) == "-0.50"


def test_the_same_cases_have_the_same_interval():
    assert share(halves(30)) == share(dict(reversed(halves(30).items())))
    assert np.isfinite(share(halves(30)).low)
