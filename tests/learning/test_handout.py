"""No hand-out bears its answer, and none tells whether it is a healthy one."""

import re

import pytest

from tests.telling import words_of
from trainwreck.learning.drawing import RUN
from trainwreck.learning.handout import LOG, README, files, handed_out, mended, texts
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.scripts.folder import SCRIPT
from trainwreck.tasks.sources import Digits

CATALOGUE = Catalogue()


@pytest.mark.parametrize("component", CATALOGUE.components())
def test_no_hand_out_bears_its_answer(component):
    for entry in (entry for entry in CATALOGUE if entry.component == component):
        told = "".join(texts(load(entry, Digits()), log="").values())
        assert entry.story.split()[0] in told
        for word in words_of(entry):
            assert not re.search(rf"\b{re.escape(word)}\b", told), (entry.name, word)


@pytest.mark.parametrize("entry", [*CATALOGUE], ids=lambda entry: entry.name)
def test_every_entry_has_a_story_of_more_than_a_few_words(entry):
    assert len(entry.story.split()) >= 15


def test_a_hand_out_tells_the_story_the_log_s_ends_and_what_is_asked():
    pair = load(CATALOGUE.entry("accumulated_gradients"), Digits())
    told = texts(pair, log="".join(f"epoch {number}\n" for number in range(1, 10)))
    assert told.keys() == {SCRIPT, README, LOG}
    assert "turns round" in told[README]
    assert "epoch 3\n…\nepoch 7" in told[README]
    assert f"{pair.goal:.2f} or more" in told[README]


def test_a_hand_out_shows_the_run_and_its_picture_names_nothing(toy):
    toy.add("tiny_steps")
    made = files(load(toy.catalogue.entry("tiny_steps"), Digits()))
    picture = made[RUN].decode()
    assert "<svg" in picture
    assert "handed out" in picture
    assert not re.search("broken|tiny_steps|larger_steps", re.sub("class=.trainwreck.", "", picture))


def test_a_fix_differs_from_what_was_handed_out_in_what_it_mends_alone():
    pair = load(CATALOGUE.entry("accumulated_gradients"), Digits())
    before, after = handed_out(pair).splitlines(), mended(pair, "zeroed_gradients").splitlines()
    (new,) = [line.strip() for line in after if line not in before]
    assert new.startswith("optimizer.zero_grad()")
