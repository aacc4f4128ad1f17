"""Losses are drawn on axes that tell the truth, and told in words."""

import math

import pytest
from matplotlib.axes import Axes

from trainwreck.pictures.curves import Curve, Series, median
from trainwreck.pictures.losses import Span, loss_curves, span
from trainwreck.pictures.panel import figure


def series(label: str, *runs: list[float], broken: bool = False) -> Series:
    return Series(label, [Curve.of_losses(run) for run in runs], broken)


def axes(*drawn: Series, guessing: float | None = None) -> Axes:
    [row] = figure(loss_curves(*drawn, guessing=guessing)).subfigs
    return row.axes[0]


def test_a_loss_that_stands_still_is_drawn_as_a_flat_line_and_said_to_stay():
    drawn = axes(series("broken", [2.303, 2.301, 2.305, 2.299]))
    low, high = drawn.get_ylim()
    heights = [(value - low) / (high - low) for value in (2.299, 2.305)]
    assert heights[1] - heights[0] < 0.01
    assert loss_curves(series("broken", [2.303, 2.305, 2.299])).words == "The loss of broken stays near 2.3."


@pytest.mark.parametrize(
    ("losses", "scale"),
    [([2.3, 1.0], "linear"), ([2.3, 0.01], "log"), ([2.3, -900.0], "symlog"), ([2.3, -1.0], "linear")],
)
def test_a_scale_is_logarithmic_only_where_it_spans_decades(losses, scale):
    assert axes(series("a", losses)).get_yscale() == scale


@pytest.mark.parametrize(
    ("runs", "guessing", "shown"),
    [
        ([[2.0, 0.5], [3.0, 1.0]], None, Span(0.5, 3.0, 3.0)),
        ([[0.1, 0.1], [2.0, 1e30]], None, Span(0.1, 20_000.0, 2.0)),
        ([[-2.0, -1e30]], None, Span(-20_000.0, -2.0, 2.0)),
        ([[1.0, 0.5]], 2.3, Span(0.5, 2.3, 1.0)),
        ([[]], None, Span(1.0, 1.0, 1.0)),
    ],
    ids=["all of it", "what explodes leaves it", "also downwards", "with the loss of guessing", "nothing"],
)
def test_what_is_shown_of_losses_reaches_as_far_as_they_began_allows(runs, guessing, shown):
    assert span([Curve.of_losses(run) for run in runs], guessing) == shown


def test_broken_and_fixed_share_their_axes():
    drawn = axes(series("broken", [2.3, 2.3], broken=True), series("mended", [2.3, 0.1]))
    low, high = drawn.get_ylim()
    assert low < 0.1
    assert high > 2.3


def test_one_run_that_explodes_does_not_squeeze_the_others_out_of_sight():
    drawn = axes(series("broken", [2.0, 1e30, math.inf], broken=True), series("mended", [2.0, 0.1]))
    assert drawn.get_ylim()[1] < 1e6


def test_every_run_is_drawn_and_their_median_is_strong():
    drawn = axes(series("a", [2.0, 1.0], [2.0, 3.0], [2.0, 5.0]))
    widths = sorted(line.get_linewidth() for line in drawn.lines)
    assert len(widths) == 4
    assert widths[-1] > 2 * widths[-2]
    [strong] = [line for line in drawn.lines if line.get_linewidth() == widths[-1]]
    assert list(strong.get_ydata()) == [2.0, 3.0]


def test_a_median_counts_a_loss_that_is_no_longer_finite_as_greater_than_any():
    runs = [Curve.of_losses(losses) for losses in ([1.0, 1.0, 1.0], [1.0, 2.0, math.nan], [1.0, 3.0, math.inf])]
    assert median(runs)[1].tolist() == [1.0, 2.0, math.inf]


def test_a_median_goes_on_only_while_more_than_half_of_the_runs_do():
    runs = [Curve.of_losses(losses) for losses in ([1.0, 1.0, 1.0], [1.0, 2.0], [1.0, 3.0])]
    assert median(runs)[1].tolist() == [1.0, 2.0]


def test_where_a_run_stopped_being_finite_there_is_a_cross_and_it_is_said():
    panel = loss_curves(series("broken", [2.0, 4.0, math.nan], [2.0, 3.0, 4.0]))
    [row] = figure(panel).subfigs
    crosses = [line.get_xdata()[0] for line in row.axes[0].lines if line.get_marker() == "x" and len(line.get_xdata())]
    assert crosses == [1]
    assert "no longer finite in 1 of 2 runs, at step 2 or later" in panel.words


def test_a_run_without_any_finite_loss_is_a_cross_at_its_start():
    panel = loss_curves(series("broken", [math.nan]))
    assert panel.words.startswith("The loss of broken is never finite; ")
    assert figure(panel).subfigs[0].axes[0].lines


def test_the_level_of_guessing_is_a_line_with_its_name_and_in_the_picture():
    drawn = axes(series("a", [0.5, 0.4]), guessing=math.log(10))
    assert "guessing:\nln 10 = 2.30" in [text.get_text() for text in drawn.texts]
    assert drawn.get_ylim()[1] > math.log(10)


def test_a_course_is_told_with_its_peak():
    assert loss_curves(series("a", [2.0, 90.0, 1.0])).words == (
        "The loss of a falls from 2 to 1, with 90 at its highest."
    )
