"""Text takes the place of parts of a source, and all else stays as it is, comments and layout included."""

import ast

import pytest

from trainwreck.scripts.code import Code, Substitute


def renamed(old: str, new: str) -> Substitute:
    return lambda node: new if isinstance(node, ast.Name) and node.id == old else None


def test_a_statement_keeps_its_comments_and_loses_its_indentation():
    code = Code("def f():\n    # above\n    y = x  # behind\n")
    assert code.statement(code.tree.body[0].body[0]) == "# above\ny = x  # behind"


def test_every_use_of_a_name_is_replaced_and_nothing_that_only_contains_it():
    code = Code("y = x + xx + f(x)  # x stays here\n")
    assert code.statement(code.tree.body[0], renamed("x", "z")) == "y = z + xx + f(z)  # x stays here"


def test_letters_of_several_bytes_do_not_shift_what_is_replaced():
    code = Code('y = "§é" + x\n')
    assert code.statement(code.tree.body[0], renamed("x", "z")) == 'y = "§é" + z'


def test_a_text_of_several_lines_is_indented_as_the_line_that_it_comes_into():
    code = Code("def f():\n    return x\n")
    assert code.statement(code.tree.body[0], renamed("x", "g(\n    1,\n)")).splitlines() == [
        "def f():",
        "    return g(",
        "        1,",
        "    )",
    ]


def test_an_expression_of_several_lines_is_moved_to_the_margin():
    code = Code("def f():\n    return g(\n        1,\n    )\n")
    assert code.of(code.tree.body[0].body[0].value) == "g(\n    1,\n)"


def test_a_decorated_function_keeps_its_decorator():
    code = Code("@once\ndef f():\n    pass\n")
    assert code.statement(code.tree.body[0]) == "@once\ndef f():\n    pass"


@pytest.mark.parametrize("text", ["y = f'{x}'\n", "y = f'{x!r:>{x}}' + x\n"])
def test_what_stands_in_an_f_string_is_left_alone(text):
    code = Code(text)
    assert code.statement(code.tree.body[0], renamed("x", "z")).startswith(text.partition(" + ")[0].strip())
