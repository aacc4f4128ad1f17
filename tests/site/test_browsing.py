"""The site in a browser, from disk: nothing is asked for, nothing complains, and every reader can use it."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest

from tests.browsing import Opened, browser
from tests.site.conftest import ENTRIES
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.proof.results import Results
from trainwreck.site.lessons import headline

PAGES = (
    "index.html",
    "catalogue/curves.html",
    "catalogue/index.html",
    "catalogue/measured.html",
    "catalogue/runs/high_learning_rate.html",
    "catalogue/runs/linear_warmup.html",
    "agents.html",
    "adding.html",
    "api.html",
    "referee.html",
)
UNFOLD = "document.querySelectorAll('details').forEach(fold => { fold.open = true })"
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def opened() -> Iterator[Opened]:
    with browser() as seen:
        yield seen


@pytest.mark.parametrize(
    ("width", "scheme"), [("phone", "light"), ("phone", "dark"), ("desktop", "light"), ("desktop", "dark")]
)
def test_pages_ask_for_nothing_complain_of_nothing_and_are_accessible(site: Path, width: str, scheme: str):
    with browser(width, scheme) as seen:
        for page in PAGES:
            seen.visit(site / page)
            seen.page.evaluate(UNFOLD)
            assert seen.page.evaluate(TOO_WIDE) <= 0, f"{page} is wider than the {width}"
            assert (page, seen.axe(), seen.complaints, seen.requests) == (page, [], [], [])


@pytest.mark.parametrize("name", ENTRIES)
def test_a_page_gives_nothing_away_before_it_is_unfolded(site: Path, opened: Opened, name: str):
    entry = Catalogue(BUILT_IN).entry(name)
    told = [name, entry.component, "healthy"] if entry.is_control else [name, *entry.fixes, headline(entry)]
    opened.visit(site / "catalogue" / "runs" / f"{name}.html")
    folded = opened.page.inner_text("article")
    assert [word for word in told if word in folded] == []
    opened.page.evaluate(UNFOLD)
    unfolded = opened.page.inner_text("article")
    assert set(told) - {"controls"} <= {word for word in told if word in unfolded}


def test_the_picture_of_a_run_does_not_tell_whether_it_is_healthy(site: Path, opened: Opened):
    for name in ("linear_warmup", "high_learning_rate"):
        opened.visit(site / "catalogue" / "runs" / f"{name}.html")
        picture = opened.page.locator("figure.tw-picture").first.inner_html()
        assert "this run" in picture
        assert not any(word in picture for word in ("broken", "healthy"))


def test_folds_open_by_keyboard_and_the_picture_is_not_seen_before(site: Path, opened: Opened):
    opened.visit(site / "catalogue" / "runs" / "high_learning_rate.html")
    picture = opened.page.locator("figure.tw-picture").first
    assert not picture.is_visible()
    opened.page.locator("summary").first.focus()
    opened.page.keyboard.press("Enter")
    assert picture.is_visible()


def test_the_slider_shows_what_is_recorded_at_each_dose(site: Path, opened: Opened):
    table = Results(BUILT_IN / "results").severities.read()
    doses = table[table.scenario == "high_learning_rate"].sort_values("severity")
    opened.visit(site / "catalogue" / "runs" / "high_learning_rate.html")
    opened.page.evaluate(UNFOLD)
    slider = opened.page.get_by_label("learning rate")
    slider.focus()
    opened.page.keyboard.press("Home")
    for dose in doses.itertuples():
        said = opened.page.locator(".tw-slider output").inner_text()
        assert said.startswith(f"{dose.dose:g}: broken {dose.broken:.2f}")
        assert slider.get_attribute("aria-valuetext") == said
        curve = opened.page.locator(".tw-slider .tw-shape polyline").get_attribute("points")
        assert curve == opened.page.locator("tr.tw-chosen polyline").get_attribute("points")
        opened.page.keyboard.press("ArrowRight")


def shown(opened: Opened) -> set[str]:
    return {
        (card.get_attribute("href") or "").removeprefix("runs/").removesuffix(".html")
        for card in opened.page.locator(".tw-cards a").all()
        if card.is_visible()
    }


def test_the_gallery_is_filtered_by_keyboard_and_its_address_keeps_the_filter(site: Path, opened: Opened):
    gallery = site / "catalogue" / "index.html"
    opened.visit(gallery)
    assert shown(opened) == set(ENTRIES)
    opened.page.get_by_label("What one sees").focus()
    opened.page.keyboard.type("misleads")
    assert shown(opened) == {"duplicate_leakage"}
    assert opened.page.locator(".tw-filters output").inner_text() == f"1 of {len(ENTRIES)} runs"
    opened.visit(site / "index.html")
    opened.visit(gallery, "#symptom=misleads")
    assert shown(opened) == {"duplicate_leakage"}
    opened.page.get_by_role("button", name="Show all").press("Enter")
    opened.page.wait_for_function("document.querySelectorAll('.tw-cards > li:not([hidden])').length > 1")
    assert shown(opened) == set(ENTRIES)


def test_without_scripts_all_runs_and_all_doses_are_there(site: Path, opened: Opened):
    assert opened.page.context.browser is not None
    plain = opened.page.context.browser.new_context(java_script_enabled=False).new_page()
    plain.goto((site / "catalogue" / "index.html").as_uri())
    assert plain.locator(".tw-cards a").count() == len(ENTRIES)
    assert not plain.locator(".tw-filters").is_visible()
    plain.goto((site / "catalogue" / "runs" / "high_learning_rate.html").as_uri())
    assert plain.locator(".tw-doses tbody tr").count() == 5
    assert plain.locator("details > summary").count() > 3


def test_a_picture_follows_the_reader_s_choice_of_dark_or_light(site: Path):
    with browser(scheme="light") as seen:
        seen.visit(site / "catalogue" / "runs" / "high_learning_rate.html")
        seen.page.evaluate(UNFOLD)
        axis = seen.page.locator("figure.tw-picture svg [style*='stroke: #636c76']").first
        colour = "element => getComputedStyle(element).stroke"
        assert axis.evaluate(colour) == "rgb(99, 108, 118)"
        seen.page.evaluate("document.body.dataset.theme = 'dark'")
        assert axis.evaluate(colour) == "rgb(152, 161, 171)"


def test_a_shape_leads_to_its_candidates(site: Path, opened: Opened):
    opened.visit(site / "catalogue" / "curves.html")
    opened.page.locator(".tw-shapes a", has_text="Spikes").press("Enter")
    assert opened.page.url.endswith("#spikes")
    assert "high_learning_rate" in opened.page.locator("#spikes .tw-walk").inner_text()


def test_the_recorded_table_is_read_as_it_is_written(site: Path):
    table = pd.read_csv(site / "downloads" / "symptoms.csv", low_memory=False)
    assert table.value.notna().all()
    assert ((table.low <= table.value + 1e-6) & (table.value <= table.high + 1e-6)).all()
