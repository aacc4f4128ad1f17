"""Factories of tasks. Each function's docstring says what a good standard model reaches on its data."""
