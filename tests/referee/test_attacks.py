"""What cheating gets a tool, on the catalogue's own code; docs/referee.md has the figures."""

import pytest

from tests.documented import page
from tests.judging.conftest import needs_lock
from tests.referee import means
from tests.referee.attacks import brings_along, cases, counts, graded, lines, looks_up, pairs_up, reads
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


def test_who_looks_the_code_up_in_the_installed_catalogue_knows_all_unless_locked_in(one_sitting):
    assert advantage(looks_up, one_sitting) == 1


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


@needs_lock
def test_the_manual_says_what_each_cheat_gets():
    manual = page("referee.md")
    assert [line for line in lines() if line not in manual] == [], "Put these lines into docs/referee.md."
