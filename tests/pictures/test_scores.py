"""Scores of the three parts, side by side on one scale, with the model that came out; and what is judged by dose."""

import math

import pytest

from trainwreck.pictures.curves import Curve
from trainwreck.pictures.doses import Dose, dose_response
from trainwreck.pictures.panel import figure
from trainwreck.pictures.readings import Readings, check_readings
from trainwreck.pictures.scores import Scored, score_curves


def scored(label: str, scores: list[float], final: float, broken: bool = False) -> Scored:
    runs = [Curve.of_scores(scores, final)]
    return Scored(label, training=runs, reported=runs, held_back=runs, broken=broken)


def test_recipes_stand_side_by_side_on_one_scale():
    panel = score_curves(scored("broken", [0.1, 0.1], 0.1), scored("mended", [0.5, 0.9], 0.9), goal=0.8)
    left, right = figure(panel).subfigs[0].axes
    assert left.get_ylim() == right.get_ylim()
    assert left.get_xlim() == right.get_xlim()
    assert panel.words.endswith("held-back 0.90. The goal is 0.80.")


def test_the_model_that_came_out_is_a_dot_where_it_is_and_not_where_the_last_epoch_was():
    [axes] = figure(score_curves(scored("mended", [0.9, 0.4], 0.9))).subfigs[0].axes
    dots = {(line.get_xdata()[0], line.get_ydata()[0]) for line in axes.lines if line.get_marker() == "o"}
    assert dots == {(2.0, 0.9)}


def test_a_score_without_a_lowest_does_not_flatten_the_others():
    [axes] = figure(score_curves(scored("broken", [-1e6, 0.5], 0.5))).subfigs[0].axes
    assert axes.get_ylim()[0] > -0.5


def test_a_run_without_an_epoch_has_its_model_alone():
    panel = score_curves(scored("broken", [], 0.0))
    assert panel.words == "The scores of broken in the end: training 0.00, reported 0.00, held-back 0.00."
    assert figure(panel)


def test_a_score_that_is_no_number_is_said_to_be_none():
    assert "held-back no number" in score_curves(scored("broken", [math.nan], math.nan)).words


def test_a_part_without_scores_is_neither_drawn_nor_told():
    words = score_curves(Scored("yours", reported=[Curve.of_scores([0.5], 0.5)])).words
    assert words == "The scores of yours in the end: reported 0.50."


def test_doses_are_drawn_in_the_order_of_their_harm_with_the_scenario_s_own_marked():
    doses = [Dose(0.1, (0.9, 0.8, 1.0), (0.9, 0.9, 0.9)), Dose(5.0, (0.2, 0.1, 0.4), (0.9, 0.9, 0.9), plain=True)]
    panel = dose_response(doses, "learning rate", 0.8, "smaller_steps")
    [axes] = figure(panel).subfigs[0].axes
    assert [label.get_text() for label in axes.get_xticklabels()] == ["0.1", "5\nthe scenario"]
    assert axes.get_xlabel() == "learning rate"
    bars = axes.containers[0].lines[2][0].get_segments()
    assert [y for bar in bars for _, y in bar] == pytest.approx([0.8, 1.0, 0.1, 0.4])
    assert "0.90 at 0.1, 0.20 at 5" in panel.words


def test_readings_are_filled_where_the_check_was_suspicious():
    panel = check_readings(
        [Readings("broken", [(0.0, True), (math.nan, True)], broken=True), Readings("mended", [(3.0, False)])], "How?"
    )
    [axes] = figure(panel).subfigs[0].axes
    marks = [line for line in axes.lines if len(line.get_xdata())]
    assert [(mark.get_xdata()[0], mark.get_markerfacecolor() == "none") for mark in marks] == [
        (0.0, False),
        (3.0, True),
    ]
    assert "The check read 3 of mended, and was suspicious of 0 of 1 runs." in panel.words


def test_readings_that_are_nearly_the_same_look_so():
    [axes] = figure(check_readings([Readings("broken", [(0.00827, True), (0.00829, True)])], "How?")).subfigs[0].axes
    low, high = axes.get_xlim()
    assert (0.00829 - 0.00827) / (high - low) < 0.01


@pytest.mark.parametrize(("values", "scale"), [((0.01, 3.0), "log"), ((0.0, 3.0), "linear"), ((-1.0, 1.0), "linear")])
def test_readings_that_span_decades_are_drawn_at_equal_steps(values, scale):
    readings = [Readings("broken", [(value, True) for value in values])]
    [axes] = figure(check_readings(readings, "How?")).subfigs[0].axes
    assert axes.get_xscale() == scale
    low, high = axes.get_xlim()
    assert low < min(values) < max(values) < high
