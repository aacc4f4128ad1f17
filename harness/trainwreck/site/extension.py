"""The extension of Sphinx that makes the site: `extensions = ["trainwreck.site.extension"]` in its configuration."""

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from trainwreck.site import pictures
from trainwreck.site.docstrings import listed
from trainwreck.site.lessons import address
from trainwreck.site.thumbnails import thumbnail
from trainwreck.site.writing import TEMPLATES, Site

if TYPE_CHECKING:
    from sphinx.application import Sphinx

STATIC = Path(__file__).parent / "static"
COLOURS = "trainwreck-colours.css"
OUTSIDE = re.compile(r"\[([^\]]+)\]\((\.\./[^)#]+)\)")


def setup(app: "Sphinx") -> dict[str, Any]:
    """Register what makes the site.

    ``trainwreck_only``   in a configuration, the names of the entries that get a page; all if there are none.
    ``trainwreck_parts``  the pages of each part of the site, in their order; those that are not there are left out, and
                          pages that it does not name come last.
    """
    app.setup_extension("sphinx.ext.autodoc")
    app.add_config_value("trainwreck_only", [], "env", [list])
    app.add_config_value("trainwreck_parts", {}, "env", [dict])
    app.add_directive("runs", Runs)
    app.connect("config-inited", lambda app, config: config.html_static_path.append(str(STATIC)))
    app.connect("builder-inited", generate)
    app.connect("source-read", complete)
    app.connect("autodoc-process-docstring", itemise)
    app.connect("html-page-context", accessible, priority=900)  # when the theme has added what is its own
    app.add_css_file("trainwreck.css")
    app.add_css_file(COLOURS)
    app.add_js_file("trainwreck.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def generate(app: "Sphinx") -> None:
    """Write the generated pages among the sources, and beside the site what readers may take along."""
    site, source, out = Site.of(app.config.trainwreck_only), Path(app.srcdir), Path(app.outdir)
    pages = {source / f"{name}.md": text for name, text in site.pages(out, Path(app.doctreedir)).items()}
    for old in (source / "catalogue").rglob("*.md"):
        if old not in pages:
            old.unlink()
    for path, text in pages.items():
        if not (path.is_file() and path.read_text(encoding="utf-8") == text):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    (out / "_static").mkdir(parents=True, exist_ok=True)
    (out / "_static" / COLOURS).write_text(pictures.style(), encoding="utf-8")


def itemise(app: "Sphinx", what: str, name: str, thing: object, options: object, lines: list[str]) -> None:
    """Make lists of the lines of a docstring that are one."""
    lines[:] = listed([*lines])


def accessible(app: "Sphinx", name: str, template: str, context: dict[str, Any], doctree: object) -> None:
    """Say of the theme's headings how deep they are, and let what is too wide be scrolled by keyboard."""
    for part, old, new in (
        ("furo_navigation_tree", 'role="heading"', 'role="heading" aria-level="2"'),
        ("body", '<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'),
        ("body", '<div class="table-wrapper ', '<div tabindex="0" class="table-wrapper '),
    ):
        context[part] = context.get(part, "").replace(old, new)


def complete(app: "Sphinx", name: str, source: list[str]) -> None:
    """Complete a page that is written by hand: the contents of the first, and links that lead out of the folder."""
    folder = (Path(app.srcdir) / name).parent
    known = {entry.name for entry in Site.of(app.config.trainwreck_only).entries()}
    source[0] = OUTSIDE.sub(lambda link: led(link[1], link[2], folder, known), source[0])
    if name == app.config.root_doc:
        source[0] += contents(app.config.trainwreck_parts, sorted(app.project.docnames - {name}))


def led(text: str, to: str, folder: Path, known: Collection[str]) -> str:
    """Return a link that leads out of docs/ as it can stand on the site.

    A file of an entry has a page; of an entry that is not ``known``, and of a folder, only the text is left; any other
    file can be downloaded.
    """
    target = folder / to
    if target.is_dir():
        return f"`{text}`"
    if target.parent.parent.name in ("scenarios", "fixes"):
        return f"[{text}](/{address(target.stem)}.md)" if target.stem in known else text
    return f"[{text}]({to})"


def contents(parts: Mapping[str, Sequence[str]], pages: Sequence[str]) -> str:
    """Return the tables of contents of a site, a part each; pages of entries have their own table, the gallery."""
    named = {page for part in parts.values() for page in part}
    others = [page for page in pages if page not in named and not page.startswith("catalogue/runs/")]
    text = ""
    for caption, part in {**parts, "More": others}.items():
        there = [page for page in part if page in pages]
        if there:
            text += "\n".join(["\n```{toctree}", ":hidden:", f":caption: {caption}", "", *there, "```\n"])
    return text


class Runs(SphinxDirective):
    """``runs``: small pictures of entries with their fixes, each with a link to its page; a name a line."""

    has_content = True

    def run(self) -> list[nodes.Node]:
        """Return the pictures, as they are recorded."""
        site = Site.of(self.env.config.trainwreck_only)
        there, curves = {entry.name for entry in site.entries()}, site.tables.curves
        shown = []
        for name in (line.strip() for line in self.content if line.strip()):
            rows = curves[curves.scenario == name]
            broken, fix, *_ = rows.recipe.unique()
            picture = thumbnail(rows[rows.recipe.isin([broken, fix])].replace({"recipe": {fix: "mended"}}))
            to = self.env.app.builder.get_relative_uri(self.env.docname, address(name)) if name in there else None
            shown.append({"title": site.catalogue.entry(name).title, "picture": picture, "to": to})
        return [nodes.raw("", TEMPLATES.get_template("runs.html").render(shown=shown), format="html")]
