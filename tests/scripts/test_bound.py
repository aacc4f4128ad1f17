"""A dose that is given to a function of the file becomes that function's default."""

from textwrap import dedent

from trainwreck.scripts.bound import unbound

STEP = """
def step(model, size=4, limit=1.0):
    return size, limit
"""


def test_a_value_given_takes_the_place_of_the_default():
    made = unbound(f"{STEP}\nrecipe = Recipe(step=partial(step, limit=2.0), epochs=3)\n")
    assert made == f"{STEP.replace('1.0', '2.0')}\nrecipe = Recipe(step=step, epochs=3)\n"


def test_a_parameter_of_the_same_name_is_another_thing():
    text = "def loss(x, by=1): return x\n\ndef step(loss): return loss(2)\n\nrecipe = Recipe(loss=partial(loss, by=3))"
    assert unbound(text).startswith("def loss(x, by=3)")


def test_a_function_that_others_call_keeps_its_default():
    text = dedent(
        """
        def loss(x, by=1): return by * x

        def step(y): return loss(y)

        recipe = Recipe(step=step, loss=partial(loss, by=3))
        """
    )
    assert unbound(text) == text


def test_what_is_no_default_of_a_function_of_the_file_stays():
    for given in ("partial(SGD, lr=0.1)", "partial(step, model=None)", "partial(step, 1, size=2)"):
        text = f"{STEP}\nrecipe = Recipe(step={given})\n"
        assert unbound(text) == text
