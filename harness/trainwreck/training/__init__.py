"""One task, one recipe, one seed, one run. Knows no scenario."""
