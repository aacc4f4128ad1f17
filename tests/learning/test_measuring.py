"""A sealed case answers questions; a check of one's own is asked about known ones."""

from dataclasses import replace

import pytest

from trainwreck.errors import UserError
from trainwreck.learning.asking import Answer, answers, check_of, told_apart
from trainwreck.learning.measuring import measure, questions
from trainwreck.pairs.entries import BROKEN, Catalogue
from trainwreck.pairs.loading import load
from trainwreck.tasks.sources import Digits
from trainwreck.training.run import Reading

CATALOGUE = Catalogue()
OWN = '''
from trainwreck import Reading


def check(optimizer):
    """How large is the rate?"""
    rate = optimizer.param_groups[0]["lr"]
    return Reading(rate, suspicious=rate < 1e-6)
'''


@pytest.fixture
def pair(toy):
    toy.add("tiny_steps")
    return load(toy.catalogue.entry("tiny_steps"), Digits())


@pytest.fixture
def own(tmp_path):
    """A function that writes a check of one's own into a file."""

    def write(text: str = OWN):
        file = tmp_path / "mine.py"
        file.write_text(text)
        return file

    return write


def test_there_is_a_question_for_each_check_and_none_names_its_fault():
    known = questions(CATALOGUE)
    assert len(known) == sum(bool(entry.check_source) for entry in CATALOGUE)
    assert [one.text for one in known] == sorted({one.text for one in known})
    assert not [one for one in known if one.entry.name in one.text or one.entry.name.replace("_", " ") in one.text]


def test_a_question_is_answered_by_the_check_that_asks_it(pair):
    texts = {one.text: one for one in questions(CATALOGUE)}
    (first_step,) = [one for text, one in texts.items() if "How long is the first step of a weight matrix" in text]
    reading = measure(pair, first_step, Digits())
    assert reading is not None
    assert reading.value == pytest.approx(0, abs=1e-6)  # at a rate of 1e-9


def test_a_question_that_cannot_be_asked_here_says_so(pair, monkeypatch):
    def check(raw):
        raise KeyError("pixels")

    monkeypatch.setattr("trainwreck.learning.measuring.load", lambda entry, images: replace(pair, check=check))
    with pytest.raises(UserError, match="cannot be measured here: KeyError: 'pixels'"):
        measure(pair, questions(CATALOGUE)[0], Digits())


def test_a_check_of_one_s_own_is_right_about_the_broken_and_the_mended(toy, pair, own):
    file = own()
    found = list(answers(check_of(file), file, [pair.entry], [0, 1], Digits()))
    assert [(one.recipe, one.accused, one.right) for one in found] == [
        *[(BROKEN, True, True)] * 2,
        *[("larger_steps", False, True)] * 2,
    ]
    assert told_apart(found) == 1


def test_a_check_that_ends_with_an_error_shows_its_own_line(pair, own):
    file = own(OWN.replace('["lr"]', '["rate"]'))
    found = list(answers(check_of(file), file, [pair.entry], [0], Digits()))
    assert not any(one.right for one in found)
    assert "mine.py" in found[0].failed
    assert "KeyError: 'rate'" in found[0].failed
    assert "asking.py" not in found[0].failed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("def check(modle): ...", "Did you mean 'model'"),
        ("check = 3", "has no function `check`"),
        ("1 / 0", "ZeroDivisionError"),
        ("def check(", "was never closed"),
    ],
)
def test_a_file_without_a_check_ends_with_the_cure(own, text, says):
    with pytest.raises(UserError, match=says):
        check_of(own(text))


def test_a_check_that_always_accuses_is_worth_what_a_guess_is(pair):
    readings = {BROKEN: Reading(1, suspicious=True), "larger_steps": Reading(1, suspicious=True)}
    found = [Answer(pair.entry, recipe, 0, reading) for recipe, reading in readings.items()]
    assert told_apart(found) == 0
