"""Catalogues made by hand, as sources."""

from trainwreck.pairs.source import setup_source


def source_of(toy, recipe: str) -> str:
    [entry] = toy.catalogue
    return setup_source(entry, recipe)


LARGER = "larger_steps = replace(broken, optimizer=partial(SGD, lr=10.0))"
