"""Pages opened from disk in a real browser, as a reader opens them: what they ask for and complain about."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

# A browser that asks nobody for anything of its own accord, so that each request seen is the page's.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDTHS = {"phone": 390, "desktop": 1280}


@dataclass
class Opened:
    """A page in the browser, what it wrote to the console as errors, and what it asked for beyond the disk."""

    page: "Page"
    complaints: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def visit(self, path: Path, anchor: str = "") -> None:
        self.page.goto(path.resolve().as_uri() + anchor)

    def axe(self) -> list[str]:
        """Return axe-core's violations that are serious or worse, a line each with the first place where it was met."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [
            f"{it['id']}: {it['help']} at {it['nodes'][0]['html'][:120]} ({len(it['nodes'])} places)"
            for it in found
            if it["impact"] in ("serious", "critical")
        ]


@contextmanager
def browser(width: str = "desktop", scheme: str = "light") -> Iterator[Opened]:
    """Start Chromium with one empty page; skip the test, with the reason, where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        pytest.skip("there is no Chromium on this machine")
    with playwright.sync_playwright() as p, p.chromium.launch(executable_path=chromium, args=QUIET) as started:
        page = started.new_page(viewport={"width": WIDTHS[width], "height": 900}, color_scheme=scheme)
        opened = Opened(page)
        page.on("console", lambda it: opened.complaints.append(it.text) if it.type in ("error", "warning") else None)
        page.on("pageerror", lambda it: opened.complaints.append(str(it)))
        page.on(
            "request",
            lambda it: None if it.url.startswith(("file:", "data:", "blob:")) else opened.requests.append(it.url),
        )
        yield opened
