"""Symptoms judged like detectors, on runs made by hand."""

from types import SimpleNamespace

import pandas as pd
import pytest

from tests.conftest import make_run
from trainwreck.pairs.loading import load
from trainwreck.proof.sightings import COLUMNS, as_detectors, sightings
from trainwreck.tasks.sources import Digits

STALLED, LEARNED = [1.0] * 40, [0.8**n for n in range(40)]


def test_how_often_each_recipe_showed_each_symptom_is_counted(toy):
    toy.add("tiny_steps")
    pair = load(toy.catalogue.entry("tiny_steps"), Digits())
    runs = {
        "broken": [make_run(STALLED, 0.3, 0.3, 0.3, seed=n) for n in range(3)],
        "larger_steps": [make_run(LEARNED, seed=0), make_run(LEARNED, seed=1), make_run(STALLED, seed=2)],
    }
    table = sightings([SimpleNamespace(entry=pair.entry, pair=pair, runs=runs)]).set_index(["recipe", "symptom"])
    assert table.loc[("broken", "stalls"), ["declared", "runs", "shown"]].tolist() == [True, 3, 3]
    assert table.loc[("larger_steps", "stalls"), ["declared", "runs", "shown"]].tolist() == [False, 3, 1]
    assert table.loc[("broken", "diverges"), ["declared", "shown"]].tolist() == [False, 0]


def test_an_entry_that_could_not_be_trained_shows_nothing():
    assert sightings([SimpleNamespace(pair=None)]).empty


def test_a_symptom_is_judged_on_healthy_runs_where_it_is_declared_and_on_other_faults():
    rows = [
        ("loop", "a", "broken", "stalls", True, 10, 9),
        ("loop", "a", "fix", "stalls", False, 10, 1),
        ("loop", "b", "healthy", "stalls", False, 10, 0),
        ("loop", "c", "broken", "stalls", False, 10, 4),
    ]
    shares = as_detectors(pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS))
    assert [float(share) for share in shares.loc["stalls"]] == pytest.approx([0.05, 0.9, 0.4])
    assert pd.isna(shares.loc["diverges", "healthy"])
