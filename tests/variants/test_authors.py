"""Whose a name is: told by hand-made code of a few lines."""

import ast
from textwrap import dedent

import pytest

from trainwreck.variants.authors import authors


def found(*texts):
    return authors([ast.parse(dedent(text)) for text in texts])


def variables(*texts):
    return sorted(found(*texts).variables)


MODULE = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.head = nn.Linear(width, 2)

    def forward(self, inputs):
        return self.head(inputs)
"""


def test_functions_classes_arguments_and_variables_are_the_authors_each_of_its_kind():
    text = """
    RATE = 1
    class Thing: ...
    def build(width, *rest, deep=2, **options):
        total = [one for one in rest]
        return lambda other: total
    """
    assert found(text).variables == {
        "RATE": "constant",
        "Thing": "class",
        "build": "function",
        **dict.fromkeys(("width", "rest", "deep", "options", "total", "one", "other"), "variable"),
    }


def test_imports_builtins_conventions_and_what_a_case_looks_for_are_not():
    assert variables("import torch as t\nfrom torch import nn\nmax = 1\n_ = 2\nrecipe = nn\n__all__ = []") == []
    assert variables("def f(self, cls, ctx): ...") == ["f"]


def test_a_name_that_is_bound_nowhere_is_somebody_elses():
    assert variables("x = unknown + 1") == ["x"]


def test_what_a_class_binds_is_an_attribute_and_no_variable():
    assert variables("class A:\n    rate = 1\n    def go(self): ...\nrate = 2\ngo = 3") == ["A"]


def test_an_argument_that_a_stranger_may_name_is_not_the_authors():
    assert "width" in variables("def f(width): ...\nf(width=1)")
    assert "width" in variables("from functools import partial\ndef f(width): ...\npartial(f, width=1)")
    assert "width" not in variables("def f(width): ...\ndef g(h): h(width=1)")
    assert "width" not in variables("def f(width): ...\ng = f\ng(width=1)")
    assert "width" not in variables("from x import call\ndef f(width): ...\ncall(f, width=1)")
    assert "width" not in variables("def f(width): ...\nf(**{'width': 1})")
    assert "width" not in variables("from x import A\nclass B(A):\n    def forward(self, width): ...")


def test_a_keyword_of_an_imported_function_says_nothing_of_a_variable():
    assert variables("from x import f\nwidth = 1\nf(width=width)") == ["width"]


def test_what_one_view_defines_and_another_imports_keeps_its_name_and_the_names_of_its_arguments():
    assert variables("from x import mlp\nmlp(width=1)", "def mlp(width, deep): ...\nmlp(width=1)") == ["deep"]


@pytest.mark.parametrize("looks", ["globals()", "eval('x')", "vars()", "exec('x')", "locals()"])
def test_where_code_looks_its_own_names_up_none_is_changed(looks):
    assert variables(f"x = 1\n{looks}") == []


def test_what_a_module_gives_itself_and_reads_itself_is_the_authors():
    assert found(MODULE).attributes == {"head"}


@pytest.mark.parametrize(
    "more",
    [
        "def f(net): net.head.weight",  # read from elsewhere
        "getattr(object, 'x')",
        "frozen = [p for name, p in [] if name.startswith('head')]",
        "frozen = 'he'",  # `"he" in name`
        "class Other:\n    head = 1",
        "match net:\n    case Net(head=1): ...",
        "class Other:\n    def head(self): ...",
    ],
)
def test_unless_others_may_read_it(more):
    assert found(MODULE + more).attributes == set()


def test_what_every_module_has_is_not_the_authors():
    assert found(MODULE.replace("head", "training")).attributes == set()


def test_what_another_kind_of_class_gives_itself_is_not():
    assert found(MODULE.replace("nn.Module", "")).attributes == set()
    assert found(MODULE.replace("nn.Module", "nn.Linear")).attributes == set()


def test_a_class_that_derives_from_the_authors_own_module_is_one():
    more = "class More(Net):\n    def forward(self, x):\n        return self.head(x)"
    assert found(MODULE + more).attributes == {"head"}
