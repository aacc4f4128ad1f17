"""How Sphinx builds the site: `sphinx-build -W docs docs/_build`."""

from importlib.metadata import version as installed

project = "trainwreck"
author = "the trainwreck authors"
copyright = author
release = version = installed("trainwreck")

extensions = ["myst_parser", "trainwreck.site.extension"]
exclude_patterns = ["_build"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3

html_theme = "furo"  # light and dark, without fonts or scripts from elsewhere
html_title = "trainwreck"
html_show_sourcelink = html_copy_source = False  # the sources of the pages of runs tell the answers in plain sight

# Pages that are not there are left out; those that stand in no part come last.
trainwreck_parts = {
    "Your network": ["catalogue/curves", "catalogue/index", "examine", "match", "checks", "notebook"],
    "Learn and teach": ["learning", "pictures", "quiz", "scripts", "teaching", "submission"],
    "Tools and agents": ["referee", "leaderboard", "tools", "report", "agents"],
    "How verdicts are made": ["contract", "results", "severities", "catalogue/measured", "incidents"],
    "Add to it": ["adding", "packs", "architecture", "api"],
}
