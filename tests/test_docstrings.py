"""The examples in the harness's docstrings are run."""

import doctest
import importlib
import pkgutil

import pytest

import harness

MODULES = [module.name for module in pkgutil.walk_packages(harness.__path__, "harness.")]


def test_all_modules_are_found_and_some_have_examples():
    finder = doctest.DocTestFinder()
    tests = [test for name in MODULES for test in finder.find(importlib.import_module(name))]
    assert sum(bool(test.examples) for test in tests) >= 8


@pytest.mark.parametrize("name", MODULES)
def test_examples_do_what_they_say(name):
    assert doctest.testmod(importlib.import_module(name)).failed == 0
