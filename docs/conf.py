"""How Sphinx builds the site: `sphinx-build -W docs docs/_build`."""

from importlib.metadata import version as installed

project = "trainwreck"
author = copyright = "the trainwreck authors"
release = version = installed("trainwreck")

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx.ext.autosummary", "trainwreck.site.extension"]
exclude_patterns = ["_build"]

myst_heading_anchors = 3

html_theme = "furo"
html_title = "trainwreck"
