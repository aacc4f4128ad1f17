"""What a loss comes from: which tensors are its targets, and what is a scale."""

import pytest
import torch
from torch import Tensor, nn

from tests.examining.conftest import trained, watched


def test_targets_that_are_flattened_for_the_loss_are_found_in_their_own_form():
    model, optimizer_of = nn.Sequential(nn.Embedding(5, 5)), torch.optim.SGD

    def body():
        optimizer = optimizer_of(model.parameters(), lr=0.1)
        for tokens in torch.randint(5, (8, 4, 7)):
            optimizer.zero_grad()
            targets = tokens[:, 1:]
            nn.functional.cross_entropy(model(tokens[:, :-1]).reshape(-1, 5), targets.reshape(-1)).backward()
            optimizer.step()

    inputs, targets = watched(body).loops[0].batches[0]
    assert torch.equal(inputs[:, 1:], targets[:, :-1])


def test_targets_of_which_the_loss_is_made_in_two_ways_are_one():
    model = nn.Linear(4, 4)

    def body():
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for batch in torch.rand(8, 16, 4):
            optimizer.zero_grad()
            outputs, masks = model(batch).sigmoid(), (batch > 0.5).float()
            overlap = (outputs.flatten() * masks.flatten()).sum()
            (nn.functional.mse_loss(outputs, masks) - overlap / masks.flatten().sum()).backward()
            optimizer.step()

    _, targets = watched(body).loops[0].batches[0]
    assert targets.shape == (16, 4)


def test_a_batch_may_have_a_row_a_word_going_in_and_a_row_a_text_coming_out():
    model = nn.EmbeddingBag(9, 3)

    def body():
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for words in torch.randint(9, (8, 20)):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(words, torch.arange(0, 20, 5)), torch.arange(4) % 3).backward()
            optimizer.step()

    _, targets = watched(body).loops[0].batches[0]
    assert targets.tolist() == [0, 1, 2, 0]


def test_what_a_loss_is_divided_by_is_a_scale_only_if_it_is_not_counted_in_the_batch():
    model, inputs = nn.Linear(4, 1), torch.randn(64, 4)

    def counted(rows: Tensor) -> Tensor:
        kept = (inputs[rows, :1] > 0).float()
        return ((model(inputs[rows]) - 1).square() * kept).sum() / kept.sum()

    replay = trained(counted, model).loops[0].first.replay
    assert replay.factor == 1.0
    scale = torch.tensor(2.0)
    [loop] = trained(lambda rows: model(inputs[rows]).square().mean() / 4 * scale, model).loops
    assert loop.first.replay.factor == pytest.approx(0.5)


def test_numbers_of_the_rows_that_a_batch_is_taken_from_are_no_targets():
    model, inputs, times, dead = nn.Linear(4, 1), torch.randn(64, 4), torch.rand(64), torch.ones(64)
    both = trained(lambda rows: (model(inputs[rows])[:, 0] * times[rows] - dead[rows]).square().mean(), model)
    assert [part.is_floating_point() for part in both.loops[0].batches[0][1].parts] == [True, True]
    chosen = trained(lambda rows: -model(inputs[rows]).log_softmax(1)[torch.arange(16), rows % 1].mean(), model)
    assert not isinstance(chosen.loops[0].batches[0][1], type(both.loops[0].batches[0][1]))


def test_what_a_model_gave_that_was_not_seen_is_no_target():
    layers, inputs = [nn.Linear(4, 4) for _ in range(6)], torch.randn(64, 4)

    def many(rows: Tensor) -> Tensor:
        found, total = inputs[rows], torch.zeros(16)
        for layer in layers:
            found = layer(found)
            total = total + found.sum(dim=1)
        return total.square().mean()

    [loop] = trained(many, *layers).loops
    assert loop.first.replay is None
    assert loop.first.why == "the loss comes from more calls of models than were seen"
