"""Goals beside standard models, which are fitted on what a recipe would train on."""

import pytest
import torch

from trainwreck.pairs.loading import load
from trainwreck.proof.goals import LEAST_SHARE, goals, standard_score
from trainwreck.tasks.sources import Digits
from trainwreck.tasks.standards import boosting, linear_regression, logistic_regression, svm
from trainwreck.training.scores import accuracy, explained
from trainwreck.training.split import Split
from trainwreck.training.task import Task


def signs(_: int) -> tuple[Split, Split]:
    inputs = torch.linspace(-1, 1, 80).unsqueeze(1)
    everything = Split(inputs, (inputs.squeeze(1) > 0).long())
    return everything.take(slice(0, None, 2)), everything.take(slice(1, None, 2))


def doubles(_: int) -> tuple[Split, Split]:
    inputs = torch.linspace(-1, 1, 80).unsqueeze(1)
    everything = Split(inputs, 2 * inputs.squeeze(1))
    return everything.take(slice(0, None, 2)), everything.take(slice(1, None, 2))


@pytest.mark.parametrize("model", [svm, logistic_regression])
def test_a_standard_model_learns_what_can_be_learned(model):
    assert standard_score(Task(data=signs, score=accuracy, goal=0.9, standard=model), 0) > 0.9


def test_values_are_learned_by_regression():
    assert standard_score(Task(data=doubles, score=explained, goal=0.9, standard=linear_regression), 0) > 0.999


def test_what_cannot_be_learned_scores_by_chance():
    def noise(seed: int) -> tuple[Split, Split]:
        generator = torch.Generator().manual_seed(seed)
        everything = Split(torch.randn(4000, 2, generator=generator), torch.randint(2, (4000,), generator=generator))
        return everything.take(slice(2000)), everything.take(slice(2000, None))

    assert standard_score(Task(data=noise, score=accuracy, goal=0.9, standard=boosting), 0) < 0.6


def test_a_share_is_how_far_the_goal_lies_on_the_way_from_chance_to_the_standard(toy):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "goal=0.9,", "goal=0.9, chance=0.25,")
    [row] = goals([load(toy.catalogue.entry("tiny_steps"), Digits())], range(2)).to_dict("records")
    assert row["chance"] == 0.25
    assert row["share"] == pytest.approx((0.9 - 0.25) / (row["standard"] - 0.25), abs=0.002)


def test_of_two_classes_nine_tenths_of_the_score_are_not_nine_tenths_of_what_is_learned(toy):
    toy.add("tiny_steps")
    toy.edit("scenarios/toy/tiny_steps.py", "goal=0.9,", "goal=0.9, chance=0.5,")
    [row] = goals([load(toy.catalogue.entry("tiny_steps"), Digits())], range(2)).to_dict("records")
    assert row["goal"] / row["standard"] > LEAST_SHARE > row["share"]
