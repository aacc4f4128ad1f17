"""Goals beside reference models: fitted on what a recipe would train on, and recorded for every task."""

import pandas as pd
import pytest
import torch

from tests.readme import ROOT
from trainwreck.pairs.entries import Catalogue
from trainwreck.pairs.loading import load
from trainwreck.proof.goals import LEAST_SHARE, goals, reference_score
from trainwreck.tasks.sources import Digits
from trainwreck.tasks.standards import boosting, linear_regression, logistic_regression, svm
from trainwreck.training.split import Split
from trainwreck.training.task import Task, accuracy, explained


def signs(_: int) -> tuple[Split, Split]:
    inputs = torch.linspace(-1, 1, 80).unsqueeze(1)
    everything = Split(inputs, (inputs.squeeze(1) > 0).long())
    return everything.take(slice(0, None, 2)), everything.take(slice(1, None, 2))


def doubles(_: int) -> tuple[Split, Split]:
    inputs = torch.linspace(-1, 1, 80).unsqueeze(1)
    everything = Split(inputs, 2 * inputs.squeeze(1))
    return everything.take(slice(0, None, 2)), everything.take(slice(1, None, 2))


@pytest.mark.parametrize("reference", [svm, logistic_regression])
def test_a_reference_model_learns_what_can_be_learned(reference):
    assert reference_score(Task(data=signs, score=accuracy, goal=0.9, standard=reference), 0) > 0.9


def test_values_are_learned_by_regression():
    assert reference_score(Task(data=doubles, score=explained, goal=0.9, standard=linear_regression), 0) > 0.999


def test_what_cannot_be_learned_scores_by_chance():
    def noise(seed: int) -> tuple[Split, Split]:
        generator = torch.Generator().manual_seed(seed)
        everything = Split(torch.randn(4000, 2, generator=generator), torch.randint(2, (4000,), generator=generator))
        return everything.take(slice(2000)), everything.take(slice(2000, None))

    assert reference_score(Task(data=noise, score=accuracy, goal=0.9, standard=boosting), 0) < 0.6


def test_a_share_is_the_goal_over_the_reference(toy):
    toy.add("tiny_steps")
    [row] = goals([load(toy.catalogue.entry("tiny_steps"), Digits())], range(2)).to_dict("records")
    assert row["share"] == pytest.approx(row["goal"] / row["reference"], abs=0.002)


@pytest.mark.parametrize("images", ["digits", "mnist"])
def test_every_recorded_goal_is_at_least_nine_tenths_of_its_reference(images):
    recorded = pd.read_csv(ROOT / "results" / f"goals-{images}.csv")
    assert set(recorded.scenario) == {entry.name for entry in Catalogue()}
    assert not (recorded.share < LEAST_SHARE).any()
