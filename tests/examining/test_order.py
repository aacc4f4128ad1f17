"""Clues from sequences: a model that reads what it is to tell, that copies, or that takes samples for steps."""

import pytest
import torch
from torch import Tensor, nn

from tests.examining.seen import suspicious
from trainwreck.examining.material import Material
from trainwreck.examining.order import copies_inputs, looks_ahead, mixes_samples, skips


class Teller(nn.Module):
    """Tells the next of five tokens at each step."""

    def __init__(self, **options: bool) -> None:
        super().__init__()
        self.embed = nn.Embedding(5, 8)
        self.read = nn.GRU(8, 8, **options)
        self.tell = nn.Linear(16 if options.get("bidirectional") else 8, 5)

    def forward(self, tokens: Tensor) -> Tensor:
        return self.tell(self.read(self.embed(tokens))[0])


def telling(model: nn.Module, ahead: int = 1) -> Material:
    """A training on tokens, samples first, that tells the token so many steps ahead."""
    tokens = torch.randint(5, (6, 13))
    batch = tokens[:, : 12 if ahead else 13], tokens[:, ahead:]
    return Material(model=model, trained=model, batches=[batch])


@pytest.mark.parametrize(("both_ways", "found"), [(True, True), (False, False)])
def test_a_model_that_reads_what_it_is_to_tell_is_seen(both_ways, found):
    model = Teller(batch_first=True, bidirectional=both_ways)
    assert suspicious(looks_ahead, telling(model)) is found


def test_time_may_be_first():
    tokens = torch.randint(5, (13, 6))
    for both_ways in (True, False):
        seen = Material(model=Teller(bidirectional=both_ways), batches=[(tokens[:-1], tokens[1:])])
        assert suspicious(looks_ahead, seen) is both_ways
        assert not suspicious(mixes_samples, seen)


def test_a_model_of_other_targets_does_not_look_ahead():
    assert looks_ahead(Material(model=Teller(), batches=[(torch.randint(5, (6, 12)), torch.arange(6))])) is None


def test_a_model_that_answers_with_its_own_input_is_seen():
    echo, other = (nn.Embedding.from_pretrained(table) for table in (torch.eye(5), torch.eye(5).roll(1, 0)))
    assert suspicious(copies_inputs, telling(echo, ahead=0))
    assert not suspicious(copies_inputs, telling(other, ahead=0))


class Knowing(nn.Module):
    """Answers with the sequence that it is given, and from what it has learned by heart where it does not read it."""

    def __init__(self, tokens: Tensor, back: int, ahead: int) -> None:
        super().__init__()
        self.answers = nn.Parameter(nn.functional.one_hot(tokens, 5).float())
        self.back, self.ahead = back, ahead

    def forward(self, tokens: Tensor) -> Tensor:
        given = nn.functional.one_hot(tokens, 5).float()
        told = 9 * self.answers
        for shift in range(-self.ahead, self.back + 1):
            steps = given.roll(shift, 1)
            steps[:, : max(shift, 0)] = 0
            told = told + (steps if shift or not self.back else 0)
        return told


@pytest.mark.parametrize(
    ("back", "ahead", "found"),
    [
        (0, 0, True),
        (1, 0, False),  # a decoder that is given its target, and reads the elements before
        (0, 2, False),  # what encodes a whole sequence, to write it again
    ],
)
def test_an_answer_is_no_copy_if_it_does_not_hang_on_its_own_element_or_hangs_on_later_ones(back, ahead, found):
    seen = telling(nn.Identity(), ahead=0)
    seen.model = seen.trained = Knowing(seen.batches[0][0], back, ahead)
    assert suspicious(copies_inputs, seen) is found


@pytest.mark.parametrize(("options", "found"), [({}, True), ({"batch_first": True}, False)])
def test_samples_that_are_taken_for_steps_are_seen(options, found):
    assert suspicious(mixes_samples, telling(Teller(**options))) is found


class Last(nn.Module):
    """Tells one number from the last step."""

    def __init__(self, **options: bool) -> None:
        super().__init__()
        self.read = nn.GRU(2, 4, **options)

    def forward(self, inputs: Tensor) -> Tensor:
        return self.read(inputs)[0][:, -1, 0]


@pytest.mark.parametrize(("options", "found"), [({}, True), ({"batch_first": True}, False)])
def test_samples_that_are_taken_for_steps_are_seen_where_each_has_one_answer(options, found):
    seen = Material(model=Last(**options), batches=[(torch.randn(6, 3, 2), torch.randn(6))])
    assert suspicious(mixes_samples, seen) is found


@pytest.mark.parametrize(("ahead", "found"), [(0, False), (1, False), (2, True), (3, True)])
def test_targets_that_leave_elements_out_are_seen(ahead, found):
    tokens = torch.randint(5, (6, 20))
    batch = tokens[:, :15], tokens[:, ahead : 15 + ahead]
    assert suspicious(skips, Material(batches=[batch])) is found


def test_a_few_elements_that_agree_by_chance_leave_none_out():
    tokens = torch.tensor([[0, 1, 2, 3]])
    assert skips(Material(batches=[(tokens, torch.tensor([[2, 0, 0, 0]]))])) is None
