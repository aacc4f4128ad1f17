"""Pictures of runs and of what was measured, in one look, as SVG. Knows no tools, and trains nothing."""
