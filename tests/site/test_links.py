"""Every link of the site leads somewhere."""

from pathlib import Path

from tests.site.links import dead


def test_no_link_of_the_site_is_dead(site: Path):
    assert dead(site) == []


def test_a_dead_link_and_a_place_that_is_not_there_are_found(tmp_path):
    (tmp_path / "one.html").write_text('<p id="here"></p><a href="two.html#there">2</a><a href="three.html">3</a>')
    (tmp_path / "two.html").write_text('<a href="one.html#here">1</a><a href="https://example.org/x">web</a>')
    assert dead(tmp_path) == ["one.html: three.html", "one.html: two.html#there"]
