"""The fixes, under the same names, each with its lesson beside it."""
