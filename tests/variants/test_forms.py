"""Orders and spellings: each is drawn, and none changes what the code does."""

import ast
import random
from textwrap import dedent

from trainwreck.variants.forms import reformed


def forms(text, tries=60):
    """Return all that becomes of some code."""
    text = dedent(text).strip()
    return {ast.unparse(reformed(ast.parse(text), random.Random(n))).replace("\n\n", "\n") for n in range(tries)}


def test_keywords_come_in_any_order():
    assert forms("f(1, a=2, b=3)") == {"f(1, a=2, b=3)", "f(1, b=3, a=2)"}


def test_but_not_where_two_of_them_do_something_or_the_order_is_what_is_wanted():
    assert forms("f(a=g(), b=3)") == {"f(a=g(), b=3)", "f(b=3, a=g())"}
    assert forms("f(a=g(), b=h())") == {"f(a=g(), b=h())"}
    assert forms("f(a=1, **b)") == {"f(a=1, **b)"}
    assert forms("dict(a=1, b=2)") == {"dict(a=1, b=2)"}
    assert forms("def f(**kept): ...\nf(a=1, b=2)") == {"def f(**kept):\n    ...\nf(a=1, b=2)"}


def test_no_gradients_are_kept_by_a_decorator_or_by_a_block():
    one = "@torch.no_grad()\ndef f():\n    x = 1"
    other = "def f():\n    with torch.no_grad():\n        x = 1"
    assert forms(one) == forms(other) == {one, other}


def test_a_generator_keeps_its_own():
    text = "@torch.no_grad()\ndef f():\n    yield 1"
    assert forms(text) == {text}


def test_a_returned_value_has_a_name_or_none():
    short, long = "def f():\n    return g(1)", "def f():\n    between_1 = g(1)\n    return between_1"
    assert forms(short) == forms(long.replace("between_1", "x")) == {short, long}


def test_a_name_that_is_used_again_stays():
    text = "def f():\n    global x\n    x = g(1)\n    return x"
    assert forms(text) == {text}
    text = "def f():\n    x = 1 + x\n    return x"
    assert forms(text) == {text}


def test_what_a_call_is_given_first_has_a_name_or_none():
    assert forms("y = f(g(1), h(2))") == {"y = f(g(1), h(2))", "between_1 = g(1)\ny = f(between_1, h(2))"}


def test_what_is_not_worked_out_first_stays_where_it_is():
    for text in ("y = f()(g(1))", "y = f(a, g(1))", "class A:\n    y = f(g(1))"):
        assert forms(text) == {text}


def test_imports_and_functions_come_in_any_order_in_which_each_has_what_it_is_made_of():
    assert forms("import a\nimport b") == {"import a\nimport b", "import b\nimport a"}
    f, g = "def f():\n    return g", "def g():\n    ..."
    assert forms(f"{f}\n{g}") == {f"{f}\n{g}", f"{g}\n{f}"}
    for text in ("class A:\n    ...\nclass B(A):\n    ...", "def f():\n    ...\ndef g(x=f):\n    ..."):
        assert forms(text) == {text}


def test_a_function_is_moved_over_nothing_else():
    for text in ("def f():\n    ...\nx = 1\ndef g():\n    ...", "def f():\n    ...\ndef f():\n    x"):
        assert forms(text) == {text}
    text = "@seen\ndef f():\n    ...\ndef g(x=drawn()):\n    ..."
    assert forms(text) == {text}
    assert forms("from __future__ import annotations\nimport a") == {"from __future__ import annotations\nimport a"}
