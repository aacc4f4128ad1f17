"""The browser that the tests of pages use sees what it is asked to look for."""

from pathlib import Path

from tests.browsing import browser

GOOD = """<!doctype html><html lang="en"><head><title>good</title></head>
<body><main><h1>Good</h1><p>All is well.</p></main></body></html>"""
BAD = """<!doctype html><html><head><title>bad</title></head>
<body><main><h1>Bad</h1><img src="https://example.invalid/x.png"><script>undefined_name()</script></main></body></html>"""


def test_a_good_page_asks_for_nothing_and_complains_of_nothing(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text(GOOD)
    with browser() as seen:
        seen.visit(tmp_path / "good.html")
        assert (seen.complaints, seen.requests, seen.axe()) == ([], [], [])


def test_an_error_a_request_and_a_picture_without_words_are_seen(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(BAD)
    with browser() as seen:
        seen.visit(tmp_path / "bad.html")
        assert any("undefined_name" in it for it in seen.complaints)
        assert seen.requests == ["https://example.invalid/x.png"]
        assert any(it.startswith("image-alt") for it in seen.axe())
