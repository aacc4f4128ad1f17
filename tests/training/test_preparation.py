"""What is held out, and what preprocessing is fitted on."""

import torch
from sklearn.preprocessing import StandardScaler

from trainwreck.training.preparation import hold_out, hold_out_groups, plain, preprocess
from trainwreck.training.split import Split
from trainwreck.training.streams import Stream, reseed


def numbered(n: int, groups: torch.Tensor | None = None) -> Split:
    return Split(torch.arange(float(n)).unsqueeze(1), torch.arange(n) % 2, groups)


def values(split: Split) -> set[float]:
    return set(split.inputs.flatten().tolist())


def test_a_hold_out_shares_all_samples_out_between_two_parts():
    train, validation = hold_out(numbered(100), fraction=0.25)
    assert (len(train), len(validation)) == (75, 25)
    assert values(train) | values(validation) == values(numbered(100))


def test_a_stratified_hold_out_keeps_the_shares_of_the_classes():
    raw = Split(torch.zeros(100, 1), (torch.arange(100) >= 90).long())
    train, validation = hold_out(raw, fraction=0.5, stratify=True)
    assert train.targets.sum() == validation.targets.sum() == 5


def test_a_group_never_stands_on_both_sides():
    groups = torch.arange(100) // 10
    train, validation = hold_out_groups(numbered(100, groups), fraction=0.3)
    assert train.groups is not None
    assert validation.groups is not None
    assert not set(train.groups.tolist()) & set(validation.groups.tolist())
    assert len(set(validation.groups.tolist())) == 3


def test_a_transformer_is_applied_as_it_was_fitted_on_the_training_part():
    train, validation = (
        Split(torch.tensor([[1.0], [3.0]]), torch.zeros(2)),
        Split(torch.tensor([[5.0]]), torch.zeros(1)),
    )
    prepared = preprocess(train, validation, StandardScaler().fit(train.inputs).transform)
    assert prepared.train.inputs.tolist() == [[-1.0], [1.0]]
    assert prepared.validation.inputs.tolist() == [[3.0]]
    assert prepared.transform(torch.tensor([[2.0]])).tolist() == [[0.0]]


def test_the_same_stream_holds_out_the_same_samples():
    parts = []
    for _ in range(2):
        reseed(7, Stream.SPLIT)
        parts.append(values(plain(numbered(40)).validation))
    assert parts[0] == parts[1]
