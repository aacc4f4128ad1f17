"""Samples, by ones and by batches."""

import numpy as np
import pytest
import torch

from trainwreck.training.split import Split, batches


def numbered(n: int) -> Split:
    return Split(torch.arange(float(n)).unsqueeze(1), torch.arange(n) % 2)


def test_a_batch_is_fetched_whole_and_holds_what_its_samples_hold():
    split = numbered(10)
    for inputs, targets in batches(split, batch_size=4, shuffle=True):
        rows = inputs.flatten().long().tolist()
        assert targets.tolist() == [split[row][1] for row in rows]


def test_samples_are_taken_by_slice_by_index_and_by_mask():
    split = numbered(4)
    by_mask = split.take(np.array([True, False, True, False]))
    assert by_mask.inputs.flatten().tolist() == split.take([0, 2]).inputs.flatten().tolist() == [0.0, 2.0]
    assert split.take(slice(2)).targets.tolist() == [0, 1]


def test_groups_go_where_their_samples_go():
    split = Split(torch.zeros(4, 1), torch.zeros(4), groups=torch.tensor([7, 8, 9, 9]))
    first, rest = split.cut(1)
    assert first.groups is not None
    assert rest.groups is not None
    assert (first.groups.tolist(), rest.groups.tolist()) == ([7], [8, 9, 9])


@pytest.mark.parametrize("shuffle", [True, False])
def test_batches_are_shuffled_if_that_is_asked_for(shuffle):
    torch.manual_seed(0)
    [(inputs, _)] = batches(numbered(20), batch_size=20, shuffle=shuffle)
    assert sorted(inputs.flatten().tolist()) == list(range(20))
    assert (inputs.flatten().tolist() != list(range(20))) is shuffle
