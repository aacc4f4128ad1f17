"""A class and the one that it derives from, written as one."""

import pytest

from trainwreck.pairs.merging import merged

BASE = '''class Steps:
    """How far to go."""

    size = 1

    def go(self):  # on
        return self.size

    def stop(self):
        return None
'''


def one(derived: str, rest: str = "steps = Long()\n") -> str:
    return merged(f"{BASE}\n\n{derived}\n\n{rest}")


def test_what_the_derived_class_says_takes_the_place_of_what_the_other_said():
    assert one("class Long(Steps):\n    # of both legs\n    def go(self):\n        return 2\n") == (
        BASE.replace(
            "    def go(self):  # on\n        return self.size\n",
            "    # of both legs\n    def go(self):\n        return 2\n",
        )
        + "\n\nsteps = Steps()\n"
    )


def test_what_is_new_comes_last_and_a_new_docstring_first():
    text = one('class Long(Steps):\n    """Far."""\n\n    def jump(self):\n        return 9\n')
    assert text.startswith('class Steps:\n    """Far."""\n\n    size = 1\n')
    assert text.endswith("        return None\n\n    def jump(self):\n        return 9\n\n\nsteps = Steps()\n")


def test_three_generations_are_one():
    text = one("class Long(Steps):\n    size = 2\n\n\nclass Longer(Long):\n    size = 3\n", "steps = Longer()\n")
    assert text == BASE.replace("size = 1", "size = 3") + "\n\nsteps = Steps()\n"


@pytest.mark.parametrize(
    ("derived", "rest"),
    [
        ("class Long(Steps):\n    def go(self):\n        return 2 * super().go()\n", "steps = Long()\n"),
        ("class Long(Steps):\n    size = 2\n", "steps = [Long(), Steps()]\n"),
        ("@final\nclass Long(Steps):\n    size = 2\n", "steps = Long()\n"),
        ("class Long(Steps):\n    for size in (1, 2):\n        pass\n", "steps = Long()\n"),
        ("class Long(Walk):\n    size = 2\n", "steps = Long()\n"),
    ],
    ids=["super", "both in use", "decorated", "a loop", "another base"],
)
def test_classes_that_cannot_be_one_stay_as_they_are(derived, rest):
    assert one(derived, rest) == f"{BASE}\n\n{derived}\n\n{rest}"
