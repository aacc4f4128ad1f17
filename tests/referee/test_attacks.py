"""What cheating gets a tool, on the catalogue's own code; docs/referee.md has the figures."""

import pytest

from tests.documented import page
from tests.judging.conftest import needs_lock
from tests.referee import means
from tests.referee.attacks import (
    brings_along,
    cases,
    counts,
    finds_the_nearest,
    graded,
    lines,
    looks_up,
    looks_up_the_shape,
    pairs_up,
    reads,
    remembers,
)
from trainwreck.referee.figures import summarise


@pytest.fixture(scope="module")
def one_sitting():
    return cases([0])


def advantage(cheat, shown, locked: bool = False) -> float:
    return summarise("all", graded(cheat, shown, locked)).advantage.value


@pytest.mark.parametrize("cheat", [counts, pairs_up])
def test_within_a_sitting_neither_counting_nor_pairing_gets_anything(cheat, one_sitting):
    assert advantage(cheat, one_sitting) == 0


def test_they_would_if_siblings_were_shown_in_one_sitting(one_sitting):
    siblings = [*one_sitting, *cases([1])]
    assert advantage(pairs_up, siblings) > 0.1


@pytest.fixture(scope="module")
def in_other_words():
    return cases([0], variants=True)


def test_who_looks_the_code_up_knows_all_and_nothing_once_it_has_other_words(one_sitting, in_other_words):
    assert advantage(looks_up, one_sitting) == 1
    assert advantage(looks_up, in_other_words) == 0


def test_nor_does_the_shape_of_the_code_help_much_then(one_sitting, in_other_words):
    assert advantage(looks_up_the_shape, one_sitting) > 0.9
    assert advantage(looks_up_the_shape, in_other_words) < 0.2


def test_but_what_other_words_cannot_change_still_tells_which_recipe_is_nearest(one_sitting, in_other_words):
    assert advantage(finds_the_nearest, one_sitting) > 0.8
    assert advantage(finds_the_nearest, in_other_words) > 0.8


def test_who_has_learned_the_code_as_text_gains_less(one_sitting, in_other_words):
    assert advantage(remembers, in_other_words) < advantage(remembers, one_sitting)


@pytest.mark.parametrize("cheat", [counts, pairs_up])
def test_other_words_give_neither_counting_nor_pairing_anything(cheat, in_other_words):
    assert advantage(cheat, in_other_words) == 0


@needs_lock
def test_who_is_locked_in_reads_nothing_and_keeps_nothing(one_sitting):
    assert means.codes_read(locked=True) == frozenset()
    assert means.keeps(locked=False)
    assert not means.keeps(locked=True)
    assert advantage(looks_up, one_sitting, locked=True) < 0.1
    assert advantage(pairs_up, [*one_sitting, *cases([1])], locked=True) < 0.1


def test_no_lock_helps_against_a_copy_among_the_tool_s_own_files(one_sitting):
    assert advantage(brings_along, one_sitting, locked=True) == 1


def test_how_the_code_reads_tells_little_of_whether_it_is_broken(one_sitting):
    assert advantage(reads, one_sitting) < 0.35


def test_nor_do_the_words_that_are_drawn(in_other_words):
    assert advantage(reads, in_other_words) < 0.35


@needs_lock
def test_the_manual_says_what_each_cheat_gets():
    manual = page("referee.md")
    assert [line for line in lines() if line not in manual] == [], "Put these lines into docs/referee.md."
