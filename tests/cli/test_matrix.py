"""The command ``matrix``, on a catalogue in miniature."""

import pandas as pd
import pytest

from tests.conftest import Command, Toy
from tests.proof.test_matrix import ALWAYS, CHECK, RAISES, WITH_READING


@pytest.fixture
def pair(toy: Toy) -> Toy:
    toy.add("low", fix=WITH_READING + CHECK)
    toy.add("other", fix=WITH_READING + CHECK.replace("1e-6", "1e-12"))
    return toy


def asked(command: Command, toy: Toy, *options: str):
    return command("matrix", "--root", str(toy.root), "--seeds", "1", "--out", str(toy.root / "runs"), *options)


def test_a_catalogue_whose_checks_raise_no_false_alarm_succeeds_and_is_written(pair, command):
    answer = asked(command, pair, "--csv", str(pair.root / "matrix.csv"))
    assert answer.code == 0
    assert "0 times a check ended with an exception" in answer.out
    assert "other is also accused by low" in answer.out
    written = pd.read_csv(pair.root / "matrix.csv")
    assert set(written.check) == {"low", "other"}
    assert written.groupby(["scenario", "check"]).fingerprint.nunique().tolist() == [1, 1, 1, 1]
    assert written.fingerprint.nunique() == 4


def test_a_check_that_alarms_at_what_is_healthy_fails_the_command_and_is_named(pair, command):
    pair.add("nervous", fix=WITH_READING + ALWAYS)
    answer = asked(command, pair)
    assert answer.code == 1
    assert "nervous" in answer.out


def test_a_check_that_raises_fails_the_command(pair, command):
    pair.add("fragile", fix=WITH_READING + RAISES)
    answer = asked(command, pair)
    assert answer.code == 1
    assert "0 times" not in answer.out


def test_a_scenario_that_cannot_be_looked_at_does_not_end_the_others(pair, command):
    pair.add("no_word", fix=WITH_READING + CHECK.replace("optimizer)", "optimiser)"))
    pair.add("ends", fix=WITH_READING.replace("lr=10.0", "lr=10.0, momenta=1"))
    pair.add("unreadable", scenario="broken = ")
    answer = asked(command, pair)
    assert answer.code == 1
    assert "no_word: A check asks for 'optimiser', which is no word. Did you mean 'optimizer'?" in answer.out
    assert "ends, recipe 'larger_steps', seed 40000: TypeError" in answer.out
    assert "unreadable" in answer.out
    assert "other is also accused by low" in answer.out


def test_the_whole_table_is_drawn_if_that_is_asked_for(pair, command):
    answer = asked(command, pair, "--plot", str(pair.root / "matrix.svg"))
    assert answer.code == 0
    assert "2 checks on 2 faults." in (pair.root / "matrix.svg").read_text()
