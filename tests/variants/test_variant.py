"""Code in other words does the same, and tells nobody what it was called."""

import ast
from textwrap import dedent

import pytest

from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.packs import BUILT_IN
from trainwreck.pairs.source import setup_source
from trainwreck.variants.authors import authors
from trainwreck.variants.naming import drawn
from trainwreck.variants.variant import varied

KEYS = [str(n) for n in range(8)]

PROGRAMS = [
    """
    def counter(start, step=1):
        value = start
        def more(times=1):
            nonlocal value
            value += step * times
            return value
        return more
    more = counter(3, step=2)
    result = [more(), more(times=2), (lambda value, start=4: value * start)(5)]
    """,
    """
    total = 0
    def add(value):
        global total
        total = sum([total, *(value for value in range(value))])
    add(value=4)
    result = [total, [value for value in range(3) if (last := value)], last, f"{total=}"[-2:]]
    """,
    """
    class Held:
        rate = 2
        def __init__(self, rate=3, more=1):
            self.more = rate * more
        def of(self, more):
            return self.more + more + self.rate
    class Longer(Held):
        def of(self, more):
            return super().of(more) + 1
    result = [Longer(rate=5).of(1), Held(more=2).of(3)]
    """,
    """
    from functools import partial
    def f(width, *, depth=1, **options):
        return width, depth, sorted(options.items())
    width = {"width": 7}
    try:
        {}[1]
    except KeyError as error:
        seen = error.args
    match [1, 2, 3]:
        case [first, *others]:
            result = [partial(f, depth=3)(2), f(**width), f(1, colour=4, depth=2), first, others, seen]
    """,
]


def run(text):
    names = {}
    exec(compile(text, "varied", "exec"), names)
    return names


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("program", PROGRAMS, ids=range(len(PROGRAMS)))
def test_closures_keywords_classes_and_the_like_do_as_before(program, key):
    program = dedent(program).replace("result", "recipe")  # the one variable that keeps its name
    [text] = varied([program], key)
    assert text != program
    assert run(text)["recipe"] == run(program)["recipe"]


def test_no_name_of_the_authors_is_left():
    text = "def leaky_network(bias):\n    hidden = bias\n    return hidden\n\nrecipe = leaky_network(bias=1)"
    [text] = varied([text], "1")
    assert not any(word in text for word in ("leaky", "bias", "hidden"))


def test_what_a_string_says_stays():
    [text] = varied(["def f(width):\n    return {'width': width}['width']\n\nrecipe = f(2)"], "1")
    assert text.count("'width'") == 2
    assert run(text)["recipe"] == 2


MODULE = """
from torch import nn

class Net(nn.Module):
    def __init__(self, width=2):
        super().__init__()
        self.head = nn.Linear(width, 1)

    def forward(self, inputs):
        return self.head(inputs)
"""


@pytest.mark.parametrize("key", KEYS)
def test_two_views_of_a_thing_and_the_thing_itself_have_the_same_names(key):
    source = MODULE + "\nrecipe = Net"
    script = "# %% Model\n" + MODULE.strip() + "\n\n# %% Training\nmodel = Net()\nprint(model)\n"
    first, second = varied([source, script], key)
    made = run(first)["recipe"]
    [parameter, _] = [name for name, _ in made().named_parameters()]
    head = parameter.removesuffix(".weight")
    assert made.__name__ != "Net"
    assert head not in ("head", parameter)
    for text in (first, second):
        assert f"class {made.__name__}(nn.Module)" in text
        assert f"self.{head} = nn.Linear(" in text
    assert [line for line in second.splitlines() if line.startswith("#")] == ["# %% Model", "# %% Training"]


def test_a_key_gives_the_same_words_again_and_another_key_others():
    text = "def f(width):\n    return width\n"
    assert varied([text], "1") == varied([text], "1")
    assert len({varied([text], key)[0] for key in KEYS}) > 4


def test_nothing_is_a_variant_of_nothing():
    assert varied(["x = 1\n", ""], "1")[1] == ""


def setups(broken):
    """Return the codes of the catalogue's broken recipes, or of its fixed ones."""
    entries = [entry for entry in Catalogue(BUILT_IN) if not entry.is_control]
    return [setup_source(entry, recipe) for entry in entries for recipe in ((BROKEN,) if broken else entry.fixes)]


def test_broken_and_fixed_give_the_same_new_names_to_what_both_have():
    for broken, fixed in [("lr=1.0", "lr=0.1"), ("return lr", "return 2 * lr"), ("def f", "@torch.no_grad()\ndef f")]:
        text = "def f(lr=1.0):\n    return lr\n\nf(lr=3)\n"
        assert broken in text
        pair = [names_of(text), names_of(text.replace(broken, fixed))]
        assert pair[0] == pair[1]


def names_of(text):
    return drawn(authors([ast.parse(text)]), "key")


def test_of_broken_and_of_fixed_code_half_is_spelt_the_one_way():
    for broken in (True, False):
        texts = setups(broken)
        blocks = ["with torch.no_grad():\n        " in varied([text], str(n))[0] for n, text in enumerate(texts)]
        assert len(blocks) > 70
        assert 0.25 < sum(blocks) / len(blocks) < 0.75  # four standard deviations around a half
