"""A script in miniature: the broken one of the toy catalogue, written out."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from trainwreck.learning.running import Data
from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import load
from trainwreck.scripts.script import script
from trainwreck.tasks.sources import Digits

CHECK = """

def check(optimizer, update, inputs, targets, log, trained, train):
    update(inputs, targets)
    assert len(log.losses) == len(log.rates) and len(log.validation) == len(log.validation_losses)
    assert next(trained.parameters()).isfinite().all() and len(train)
    rate = optimizer.param_groups[0]["lr"]
    return Reading(rate, suspicious=rate < 1e-6)
"""
BROKEN_RATE, RATE = "lr=1e-9", "lr=10.0"


@pytest.fixture
def case(toy):
    """A pair, the script of its broken recipe, and data."""
    from tests.proof.test_matrix import WITH_READING

    toy.add("tiny_steps", fix=WITH_READING + CHECK)
    pair = load(toy.catalogue.entry("tiny_steps"), Digits())
    data = Data.drawn(pair.task, 3)
    text = script(pair, BROKEN, data.available, 3)
    assert BROKEN_RATE in text
    return SimpleNamespace(pair=pair, text=text, data=data, path=Path("train.py"), toy=toy)
