"""A referee for diagnostic tools: what a tool is shown, what it may answer, and how its answers are scored."""
