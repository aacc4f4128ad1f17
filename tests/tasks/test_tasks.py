"""What every task must do: the same data for the same seed, of the size it says, learnable as well as it says."""

import pytest
import torch

from tests.tasks.every import KINDS, task
from trainwreck.proof.goals import standard_score
from trainwreck.tasks.sequences import accuracy_on_steps
from trainwreck.training.task import Task

# What the factories' docstrings say that a good standard model reaches.
REACHED = {
    "blood_values": 0.95,
    "byte_digits": 0.97,
    "digits": 0.97,
    "few_influences": 0.79,
    "friedman": 0.94,
    "grainy_digits": 0.77,
    "hums": 0.99,
    "incomplete_blood_values": 0.94,
    "inked_pixels": 0.60,
    "many_influences": 0.88,
    "marked_value": 0.92,
    "mean_level": 0.89,
    "mislabelled": 0.93,
    "mistyped_bills": 0.95,
    "net_steps": 1.00,
    "next_reading": 0.94,
    "prices": 0.93,
    "rare_class": 0.84,
    "readings": 0.97,
    "recorded_later": 0.87,
    "relit_digits": 0.97,
    "rents": 0.96,
    "sales": 0.96,
    "speckled_digits": 0.83,
    "spectra": 0.85,
    "spirals": 0.98,
    "swings": 1.00,
    "tagged_steps": 0.87,
    "wide_table": 0.75,
}


def test_there_are_tasks_and_each_says_what_can_be_reached():
    assert list(REACHED) == KINDS


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_data_bit_for_bit_and_another_seed_other(kind):
    made = task(kind)
    torch.manual_seed(1)
    first = made.data(3)
    torch.manual_seed(2)  # a task draws from generators of its own
    again, other = made.data(3), made.data(4)
    for part, same, different in zip(first, again, other, strict=True):
        assert torch.equal(part.inputs.nan_to_num(9.0), same.inputs.nan_to_num(9.0))  # NaN does not equal itself
        assert torch.equal(part.targets, same.targets)
        assert not torch.equal(part.inputs.nan_to_num(9.0), different.inputs.nan_to_num(9.0))


@pytest.mark.parametrize("kind", KINDS)
def test_there_are_enough_samples_to_judge_by_of_a_type_that_pytorch_trains_on(kind):
    available, held_back = task(kind).data(0)
    assert len(available) >= 64  # some are whole series
    assert len(held_back) >= 50
    for part in (available, held_back):
        assert part.inputs.dtype in ({"byte_digits": torch.uint8}.get(kind, torch.float32),)
        assert part.targets.dtype in (torch.int64, torch.float32)
        assert len(part.targets) == len(part.inputs)


def one_answer(task: Task, targets: torch.Tensor) -> torch.Tensor:
    """The same answer for every input: the mean of values; the most frequent class, or that all are as likely."""
    if targets.is_floating_point():
        return targets.mean().expand_as(targets)
    counts = targets.flatten().bincount()
    if task.score is accuracy_on_steps:
        counts[0] = 0  # the padding is not judged
    scores = (counts == counts.max()).float()
    return scores.view(1, -1, *[1] * (targets.dim() - 1)).expand(len(targets), -1, *targets.shape[1:])


@pytest.mark.parametrize("kind", KINDS)
def test_chance_is_what_the_same_answer_for_every_input_scores(kind):
    made = task(kind)
    _, held_back = made.data(2)
    assert made.score(one_answer(made, held_back.targets), held_back.targets) == pytest.approx(made.chance, abs=0.04)


@pytest.mark.parametrize("kind", KINDS)
def test_a_standard_model_reaches_what_the_docstring_says(kind):
    assert standard_score(task(kind), seed=2) == pytest.approx(REACHED[kind], abs=0.02)
