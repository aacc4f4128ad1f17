"""The tools that come along: a module each, with a function ``diagnose`` from a case to a diagnosis."""
