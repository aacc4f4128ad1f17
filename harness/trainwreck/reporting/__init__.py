"""Reports for reading: one page that holds all it needs, made from what was measured. Trains nothing."""
