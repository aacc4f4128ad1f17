"""Small pictures: what a line shows, read back from its points."""

import re
import xml.etree.ElementTree as ET

from trainwreck.site.thumbnails import HEAD, HEIGHT, WIDTH, dose_curves, thumbnail


def points(picture: str, look: str) -> list[list[tuple[float, float]]]:
    """The points of each line that has this look."""
    lines = [node for node in ET.fromstring(picture).iter("polyline") if look in node.attrib["class"].split()]
    return [[tuple(map(float, point.split(","))) for point in line.attrib["points"].split()] for line in lines]


def test_a_loss_is_drawn_from_zero_to_its_highest(rows):
    losses, *_ = points(thumbnail(rows(broken=("2 1 0.5", "0.1 0.1"))), "tw-line")
    assert losses == [(0, HEAD), (WIDTH / 2, HEAD + HEIGHT / 2), (WIDTH, HEAD + 0.75 * HEIGHT)]


def test_losses_that_span_much_are_on_a_logarithmic_scale(rows):
    losses, *_ = points(thumbnail(rows(broken=("1 10 100", "0.1 0.1"))), "tw-line")
    assert [y for _, y in losses] == [HEAD + HEIGHT, HEAD + HEIGHT / 2, HEAD]


def test_broken_and_mended_have_colours_of_their_own(rows):
    picture = thumbnail(rows(broken=("2 2", "0.1 0.1"), mended=("2 1", "0.9 0.9")))
    assert points(picture, "tw-broken")
    assert points(picture, "tw-healthy")


def test_a_healthy_run_by_itself_looks_like_a_broken_one(rows):
    alone = [thumbnail(rows(**{name: ("2 1", "0.5 0.9")})) for name in ("broken", "this run")]
    looks = [re.sub(r'aria-label="[^"]*"', "", picture) for picture in alone]
    assert looks[0] == looks[1]


def test_a_run_that_ends_in_no_number_has_a_cross_and_one_without_a_loss_no_line(rows):
    table = rows(broken=("", "nan"))
    table["diverged_at"] = 0
    picture = thumbnail(table)
    assert "tw-cross" in picture
    assert points(picture, "tw-line") == []


def test_it_says_in_words_what_it_shows(rows):
    label = ET.fromstring(thumbnail(rows(broken=("2 1", "0.1 0.1")))).attrib["aria-label"]
    assert "The loss of broken falls from 2 to 1." in label


def test_the_doses_of_a_fault_share_their_axes():
    mild, grave = dose_curves([{"steps": "0 2", "losses": "2 0"}, {"steps": "0 1 2", "losses": "4 4 4"}])
    assert points(mild, "tw-line") == [[(0, HEAD + HEIGHT / 2), (WIDTH, HEAD + HEIGHT)]]
    assert points(grave, "tw-line") == [[(0, HEAD), (WIDTH / 2, HEAD), (WIDTH, HEAD)]]


def test_a_dose_at_which_no_loss_was_finite_has_no_line():
    [empty] = dose_curves([{"steps": "", "losses": ""}])
    assert points(empty, "tw-line") == []
