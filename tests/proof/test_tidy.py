"""Runs as rows, and two tables of them compared."""

import pandas as pd
import pytest

from tests.conftest import Toy, make_run
from trainwreck.pairs.loading import Pair, load
from trainwreck.proof.prove import Proof
from trainwreck.proof.tidy import differences, tidy
from trainwreck.tasks.sources import Digits


@pytest.fixture
def pair(toy: Toy) -> Pair:
    toy.add("tiny_steps")
    return load(toy.catalogue.entry("tiny_steps"), Digits())


def test_a_run_is_a_row_with_its_scores_rounded(pair):
    runs = {"broken": [make_run([1.0] * 20, 0.11111, 0.22222, 0.33333, seed=7)]}
    [row] = tidy([Proof(pair.entry, [], pair, runs)]).to_dict("records")
    assert (row["component"], row["scenario"], row["recipe"], row["seed"]) == ("toy", "tiny_steps", "broken", 7)
    assert (row["training"], row["reported"], row["true"], row["score"]) == (0.1111, 0.2222, 0.3333, 0.3333)
    assert row["symptom"] == "stalls"
    assert pd.isna(row["epochs_to_goal"])


def table(broken: float = 0.2, fixed: float = 0.9, symptom: str = "stalls") -> pd.DataFrame:
    rows = [("tiny_steps", "broken", broken, symptom), ("tiny_steps", "fix", fixed, "")]
    return pd.DataFrame(rows, columns=["scenario", "recipe", "score", "symptom"])


def test_what_is_within_the_tolerance_is_the_same():
    assert differences(table(), table(broken=0.34, fixed=0.86)) == []


@pytest.mark.parametrize(
    ("fresh", "told"),
    [
        (table(fixed=0.8), "tiny_steps / fix: mean score 0.900 → 0.800"),
        (table(fixed=float("nan")), "tiny_steps / fix: mean score 0.900 → nan"),
        (table(broken=0.4), "tiny_steps / broken: mean score 0.200 → 0.400"),
        (table(symptom=""), "tiny_steps / broken: symptoms stalls → none"),
        (table()[:1], "tiny_steps / fix is only recorded."),
        (pd.concat([table(), table().assign(recipe="new")[:1]]), "tiny_steps / new is not recorded."),
    ],
)
def test_what_is_beyond_the_tolerance_is_told(fresh, told):
    assert differences(table(), fresh) == [told]


def test_a_broken_recipe_may_move_further_than_a_healthy_one():
    assert differences(table(broken=0.562), table(broken=0.624)) == []
    assert differences(table(fixed=0.562), table(fixed=0.624)) != []
