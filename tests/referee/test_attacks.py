"""What cheating gets a tool, on the catalogue's own code; docs/referee.md has the figures."""

import pytest

from tests.documented import page
from tests.referee.attacks import cases, counts, graded, lines, looks_up, pairs_up, reads
from trainwreck.referee.figures import summarise


@pytest.fixture(scope="module")
def one_sitting():
    return cases([0])


def advantage(cheat, shown) -> float:
    return summarise("all", graded(cheat, shown)).advantage.value


@pytest.mark.parametrize("cheat", [counts, pairs_up])
def test_within_a_sitting_neither_counting_nor_pairing_gets_anything(cheat, one_sitting):
    assert advantage(cheat, one_sitting) == 0


def test_they_would_if_siblings_were_shown_in_one_sitting(one_sitting):
    siblings = [*one_sitting, *cases([1])]
    assert advantage(pairs_up, siblings) > 0.1


def test_who_looks_the_code_up_knows_all_which_nobody_can_prevent(one_sitting):
    assert advantage(looks_up, one_sitting) == 1


def test_how_the_code_reads_tells_little_of_whether_it_is_broken(one_sitting):
    assert advantage(reads, one_sitting) < 0.35


def test_the_manual_says_what_each_cheat_gets():
    manual = page("referee.md")
    assert [line for line in lines() if line not in manual] == [], "Put these lines into docs/referee.md."
