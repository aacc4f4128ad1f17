"""The examples in docstrings are run."""

import doctest
import importlib
import importlib.util
import pkgutil
from pathlib import Path

import pytest

import trainwreck

HARNESS = Path(trainwreck.__file__).parent
MODULES = [module.name for module in pkgutil.walk_packages([str(HARNESS)], "trainwreck.")]
# Modules that are imported only together with the library they serve, which an extra installs.
NEEDS = {
    "trainwreck.examining.lightning": "lightning",
    "trainwreck.examining.transformers": "transformers",
}


def test_every_name_of_the_face_has_an_example():
    without = [
        name
        for name in trainwreck.__all__
        if not any(test.examples for test in doctest.DocTestFinder().find(getattr(trainwreck, name), name))
    ]
    assert without == []


@pytest.mark.parametrize("name", ["trainwreck", *MODULES])
def test_examples_do_what_they_say(name):
    if name in NEEDS and importlib.util.find_spec(NEEDS[name]) is None:
        pytest.skip(f"the extra {NEEDS[name]!r} is not installed")
    assert doctest.testmod(importlib.import_module(name)).failed == 0
