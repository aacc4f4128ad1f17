"""Severities: five doses in an order, the scenario's own among them, and it really is the scenario's own."""

from dataclasses import replace

import pytest
import torch

from trainwreck.errors import UserError
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.pairs.severities import Severities
from trainwreck.proof.severity import at, severities_of
from trainwreck.tasks.sources import Digits
from trainwreck.training.loop import train

GRADED = [entry for entry in Catalogue() if entry.is_graded]
GOOD = Severities("rate", at=lambda dose: dose, doses=(1, 2, 3, 4, 5), plain=3)


def test_doses_may_rise_or_fall():
    assert replace(GOOD, doses=(5, 4, 3, 2, 1)).doses[0] == 5


@pytest.mark.parametrize(
    ("wrong", "wanted"),
    [
        ({"of": " "}, "a phrase"),
        ({"at": 3}, "a function from a dose"),
        ({"doses": (1, 2, 3)}, "five numbers"),
        ({"doses": (1, 3, 2, 4, 5)}, "rising or falling"),
        ({"doses": (1, 2, 3, 3, 5)}, "five numbers"),
        ({"doses": ("1", "2", "3", "4", "5")}, "five numbers"),
        ({"plain": 6}, "one of the doses"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_what_would_be(wrong, wanted):
    with pytest.raises(UserError, match=wanted):
        replace(GOOD, **wrong)


@pytest.mark.parametrize("entry", GRADED, ids=str)
def test_the_plain_dose_is_the_scenario_s_own(entry):
    pair = load(entry, Digits())
    declared = severities_of(pair)
    assert declared is not None
    plain = at(pair, declared.doses.index(declared.plain) + 1, Digits())
    runs = [train(one.task, one.broken, 0, torch.device("cpu")) for one in (pair, plain)]
    assert runs[0].losses == pytest.approx(runs[1].losses, nan_ok=True, abs=0, rel=0)
