"""Pictures within a page."""

from trainwreck.pictures.curves import Curve, Series
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import svg
from trainwreck.pictures.theme import BROKEN, DARK, HEALTHY
from trainwreck.site.pictures import DEFINED, USED, inline, style

DRAWN = svg("One", loss_curves(Series("broken", [Curve.of_losses([2.0, 1.0])], broken=True)))


def test_no_name_is_left_that_nothing_refers_to():
    assert set(DEFINED.findall(DRAWN)) - set(USED.findall(DRAWN))
    assert set(DEFINED.findall(inline(DRAWN))) <= set(USED.findall(inline(DRAWN)))


def test_it_has_no_colours_of_its_own_and_no_empty_line_and_is_smaller():
    picture = inline(DRAWN)
    assert "prefers-color-scheme" in DRAWN
    assert "prefers-color-scheme" not in picture
    assert "\n\n" not in picture
    assert len(picture) < len(DRAWN)


def test_every_colour_is_exchanged_by_choice_and_by_device():
    assert all(style().count(f"stroke: {dark} !important") == 2 for dark in DARK.values())
    assert style().startswith(f"body {{ --tw-broken: {BROKEN}; --tw-healthy: {HEALTHY[0]}; }}")
    assert style().count(f"--tw-broken: {DARK[BROKEN]};") == 2
