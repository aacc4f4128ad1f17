"""A script defines and imports what its cells use, there where it is first used, and nothing else."""

import ast

import pytest

from trainwreck.scripts.code import Unknown
from trainwreck.scripts.document import Cell, document
from trainwreck.scripts.file import imports_of
from trainwreck.scripts.shelf import Shelf, bound, free, shelf_of
from trainwreck.training.models import mlp
from trainwreck.training.scores import accuracy
from trainwreck.training.stopping import EarlyStopping


def shelf(imports: str = "", **texts: str) -> Shelf:
    return Shelf(texts, imports_of(ast.parse(imports)))


def test_a_cell_begins_with_the_definitions_that_it_is_the_first_to_need():
    texts = {"f": "def f():\n    return g()", "g": "def g():\n    return 1", "h": "def h():\n    return 2"}
    text = document(
        "Title.", [Cell("One", ["a = 1"]), Cell("Two", ["b = f()"]), Cell("Three", ["c = g()"])], shelf(**texts)
    )
    assert "# %% One\na = 1\n\n\n# %% Two\ndef g():" in text
    assert text.index("def g") < text.index("def f") < text.index("b = f()") < text.index("# %% Three")
    assert text.count("def g") == 1
    assert "def h" not in text


def test_imports_are_those_in_use_in_the_order_of_isort():
    imports = "import os\nimport json\nimport numpy as np\nfrom torch import nn, Tensor\nfrom pathlib import Path\n"
    text = document("Title.", [Cell("One", ["np.save(Path(os.sep), nn.ReLU, Tensor)"])], shelf(imports))
    assert text.splitlines()[:9] == [
        '"""Title."""',
        "",
        "import os",
        "from pathlib import Path",
        "",
        "import numpy as np",
        "from torch import Tensor, nn",
        "",
        "# %% One",
    ]


@pytest.mark.parametrize("told", ['A \\ title.\n\nAnd """more""".', 'It says "no"', 'It says """no"""'])
def test_a_docstring_says_what_it_is_given(told):
    assert ast.get_docstring(ast.parse(document(told, [Cell("One", ["a = 1"])], shelf()))) == told


def test_a_docstring_of_several_lines_ends_on_a_line_of_its_own():
    assert document("A title.\n\nMore.", [Cell("One", ["a = 1"])], shelf()).startswith('"""A title.\n\nMore.\n"""\n')


def test_a_name_that_nobody_binds_is_refused():
    with pytest.raises(Unknown, match="`lost` is used where a script does not know it"):
        document("Title.", [Cell("One", ["print(lost)"])], shelf())


def test_what_a_script_cannot_have_of_this_package_is_refused():
    with pytest.raises(
        Unknown, match=r"`hold_out` is used in a form that has no counterpart in a script\. docs/scripts"
    ):
        document("Title.", [Cell("One", ["a = hold_out"])], shelf("from trainwreck import hold_out"))


def test_a_variable_with_the_name_of_a_function_in_use_is_refused():
    cells = [Cell("One", ["a = f()"]), Cell("Two", ["f = 1"])]
    with pytest.raises(Unknown, match="`f` is a function or class, and a variable of the script"):
        document("Title.", cells, shelf(f="def f():\n    return 1"))


def test_free_names_are_those_of_functions_and_comprehensions_too():
    text = "@deco\ndef f(a=default):\n    b = a + c\n    return [d for d in e if b]\n"
    assert free(text) == {"deco", "default", "c", "e"}
    assert bound(text) == {"f"}


def test_a_helper_comes_with_what_it_needs_and_without_annotations():
    found = shelf_of(accuracy)
    assert found.texts["accuracy"].splitlines() == [
        "def accuracy(outputs, targets):",
        '    """Return the share of right classes, from `outputs` (n, classes, …) and `targets` (n, …)."""',
        "    return (classes(outputs) == targets).float().mean().item()",
    ]
    assert "classes" in found.texts


@pytest.mark.parametrize("helper", [mlp, EarlyStopping])
def test_a_helper_works_without_this_package(helper):
    found = shelf_of(helper)
    scope: dict = {}
    lines = [f"from {i.module} import {i}" if i.name else str(i) for i in found.imports.values()]
    exec("\n".join([*lines, *reversed(found.texts.values())]), scope)
    assert "trainwreck" not in "".join(lines)
    assert scope[helper.__name__]


def test_something_without_a_source_is_refused():
    with pytest.raises(Unknown, match="has no source of its own"):
        shelf_of(print)


def test_two_things_of_one_name_are_refused():
    with pytest.raises(Unknown, match="two things that are called `classes`"):
        shelf(classes="classes = 10").put(shelf_of(accuracy))
