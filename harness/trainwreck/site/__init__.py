"""The site: pages that Sphinx makes of the catalogue and its records. Trains nothing."""
