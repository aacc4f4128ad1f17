"""A picture is one SVG image: the same bytes each time, told in words, legible in the light and in the dark."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from tests.pictures.conftest import SVG
from trainwreck.pairs.packs import BUILT_IN as ROOT
from trainwreck.pictures.curves import Curve, Series
from trainwreck.pictures.losses import loss_curves
from trainwreck.pictures.panel import svg
from trainwreck.pictures.theme import BROKEN, DARK, DARK_PAPER, FAINT, HEALTHY, INK, PAPER, SETTINGS

PANEL = loss_curves(Series("a & b", [Curve.of_losses([2.0, 2.0])], broken=True))


def luminance(colour: str) -> float:
    """How light a colour is, as WCAG defines it."""
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_same_panels_are_the_same_bytes_in_every_process():
    program = "from tests.pictures.test_panel import PANEL, svg; print(svg('x', PANEL), end='')"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, cwd=ROOT)
    assert done.stdout.decode() == svg("x", PANEL)


def test_a_picture_bears_no_date_and_no_program():
    assert not re.search(r"<metadata|<dc:|\b20\d\d-\d\d", svg("x", PANEL))


def test_a_picture_is_one_element_that_can_stand_in_a_page_and_says_what_it_shows():
    root = ET.fromstring(svg("Loss < score", PANEL))
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Loss < score"
    assert root.findtext(f"{SVG}desc") == "The loss of a & b stays near 2."


def test_letters_are_text(letters):
    assert {"a & b", "step"} <= set(letters(svg("x", PANEL)))


def test_every_colour_that_is_drawn_has_another_in_the_dark():
    text = svg("x", loss_curves(*(Series(str(n), [Curve.of_losses([2.0, 1.0])]) for n in range(4)), guessing=1.0))
    drawn = set(re.findall(r"(?:stroke|fill): (#\w{6})", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL)))
    assert drawn == {*DARK} - {BROKEN}
    for light, dark in DARK.items():
        assert f'.trainwreck [style*="stroke: {light}"] {{ stroke: {dark} !important }}' in text


@pytest.mark.parametrize("line", [INK, FAINT, BROKEN, *HEALTHY])
def test_lines_and_letters_stand_out_on_their_paper_which_is_there_on_any_page(line):
    assert contrast(line, PAPER) > 4.5
    assert contrast(DARK[line], DARK_PAPER) > 4.5
    text = svg("x", PANEL)
    assert f".trainwreck {{ background: {PAPER} }} @media" in text
    assert f"(prefers-color-scheme: dark) {{ .trainwreck {{ background: {DARK_PAPER} }}" in text


def test_drawing_leaves_the_settings_of_a_program_as_they_are():
    import matplotlib

    before = dict(matplotlib.rcParams)
    svg("x", PANEL)
    assert dict(matplotlib.rcParams) == before
    assert SETTINGS["font.size"] != before["font.size"]
