"""Each clue is seen where a loop has it, and not in its healthy twin; and no name that it gives is unknown."""

import math

import pytest
import torch
from torch import Tensor, nn
from torch.optim import SGD, Adam

from tests.examining.conftest import watched
from trainwreck.examining.clues import CLUES
from trainwreck.examining.layers import drops, stacked
from trainwreck.examining.losses import (
    below_zero,
    breaks_off,
    cannot_reach,
    like_broken,
    squeezed,
    starts_high,
    sums,
    tells_apart,
)
from trainwreck.examining.manner import Manner
from trainwreck.examining.material import Material
from trainwreck.examining.observed import material
from trainwreck.examining.order import copies_inputs, looks_ahead, mixes_samples
from trainwreck.examining.scales import comes_farther
from trainwreck.examining.symptoms import observed, symptoms
from trainwreck.examining.tape import Bundle
from trainwreck.examining.targets import one_class_at_a_time, unrelated
from trainwreck.examining.weights import lags_behind, like_moved, weights_moved, weights_shrink
from trainwreck.pairs.entries import Catalogue
from trainwreck.training.setup import Log

STALLED = [1.0] * 100


def log(losses: list[float], rate: float = 0.1) -> Log:
    return Log(losses, [rate] * len(losses), validation_losses=[])


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


def suspicious(question, seen: Material) -> bool:
    reading = question(seen)
    assert reading is not None
    return reading.suspicious


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


@pytest.mark.parametrize(("factor", "found"), [(100.0, True), (1.0, False)])
def test_a_first_loss_far_above_that_of_guessing_is_seen(factor, found):
    model, inputs, targets = nn.Linear(4, 3), torch.randn(32, 4), torch.arange(32) % 3
    with torch.no_grad():
        model.weight.mul_(factor)
    first = nn.functional.cross_entropy(model(inputs), targets).item()
    seen = Material(model=model, loss=nn.functional.cross_entropy, batches=[(inputs, targets)], log=log([first]))
    assert suspicious(starts_high, seen) is found


def test_the_loss_of_guessing_is_that_of_equal_logarithms_too():
    model, inputs, targets = nn.Sequential(nn.Linear(4, 3), nn.LogSoftmax(1)), torch.randn(32, 4), torch.arange(32) % 3
    seen = Material(model=model, loss=nn.functional.nll_loss, batches=[(inputs, targets)], log=log([math.log(3)]))
    reading = starts_high(seen)
    assert reading is not None
    assert reading.value == pytest.approx(1.0, abs=0.01)


@pytest.mark.parametrize(
    ("last", "loss", "found"),
    [
        (nn.Sigmoid(), nn.functional.binary_cross_entropy_with_logits, True),
        (nn.Sigmoid(), nn.functional.mse_loss, False),
        (nn.Identity(), nn.functional.binary_cross_entropy_with_logits, False),
    ],
)
def test_answers_between_0_and_1_that_the_loss_squeezes_again_are_seen(last, loss, found):
    model = nn.Sequential(nn.Linear(4, 1), last)
    seen = Material(model=model, loss=loss, batches=[(torch.randn(64, 4), torch.arange(64.0).unsqueeze(1) % 2)])
    reading = squeezed(seen)
    assert (reading is not None and reading.suspicious) is found


@pytest.mark.parametrize(("last", "found"), [(nn.Softmax(1), True), (nn.Identity(), False)])
def test_probabilities_that_the_loss_makes_probabilities_of_are_seen_with_several_inputs_too(last, found):
    class Both(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.layers = nn.Sequential(nn.Linear(4, 3), last)

        def forward(self, inputs: Bundle) -> Tensor:
            return self.layers(inputs.parts[0] + inputs.parts[1])

    inputs = Bundle(torch.randn(30, 4), torch.randn(30, 4))
    seen = Material(model=Both(), loss=nn.functional.cross_entropy, batches=[(inputs, torch.arange(30) % 3)])
    reading = squeezed(seen)
    assert (reading is not None and reading.suspicious) is found


@pytest.mark.parametrize(("weight", "found"), [(1.0, False), (-1.0, True)])
def test_a_model_that_is_no_better_than_its_own_average_is_seen(weight, found):
    model, rows = nn.Linear(1, 1, bias=False), torch.randn(64, 1)
    model.weight.data.fill_(weight)
    batches = [(rows, rows)]
    seen = Material(model=model, trained=model, loss=nn.MSELoss(), batches=batches, log=log(STALLED))
    assert suspicious(tells_apart, seen) is found


@pytest.mark.parametrize(("shuffled", "found"), [(False, True), (True, False)])
def test_batches_of_one_class_each_are_seen(shuffled, found):
    labels = torch.arange(80) // 20
    labels = labels[torch.randperm(80)] if shuffled else labels
    batches = [(torch.randn(10, 2), some) for some in labels.split(10)]
    assert suspicious(one_class_at_a_time, Material(batches=batches)) is found


@pytest.mark.parametrize(
    ("losses", "like"),
    [
        ([1.0, 0.9, math.nan], "log_of_zero"),
        ([math.nan], "log_of_zero"),
        ([1.0, 50.0, 1e30, math.inf], "high_learning_rate"),
    ],
)
def test_a_loss_that_breaks_off_is_told_from_one_that_rose_before(losses, like):
    seen = Material(log=log(losses), optimizer=SGD([torch.zeros(1)], lr=1.0))
    assert suspicious(breaks_off, seen)
    assert like_broken(seen)[0] == like
    assert breaks_off(Material(log=log([1.0, 0.9]))) is None


@pytest.mark.parametrize(("loss", "found"), [(nn.MSELoss(reduction="sum"), True), (nn.MSELoss(), False)])
def test_a_loss_that_is_summed_is_seen_where_the_training_suffers(loss, found):
    seen = Material(model=nn.Linear(2, 1), loss=loss, batches=[(torch.randn(8, 2), torch.randn(8, 1))])
    assert sums(seen) is None
    seen.log = log(STALLED)
    symptoms.cache_clear()
    observed.cache_clear()
    assert suspicious(sums, seen) is found


@pytest.mark.parametrize(("kept", "found"), [(0.99, True), (0.1, False)])
def test_an_average_that_is_evaluated_and_has_not_followed_is_seen(kept, found):
    model, trained, averaged = (nn.Linear(1, 1, bias=False) for _ in range(3))
    for one, weight in ((model, 0.0), (trained, 1.0), (averaged, 1.0 - kept)):
        one.weight.data.fill_(weight)
    rows = torch.randn(16, 1)
    seen = Material(model=model, trained=trained, averaged=averaged, loss=nn.MSELoss(), batches=[(rows, rows)])
    assert suspicious(lags_behind, seen) is found


def moved(way: float, losses: list[float], rates: list[float] | None = None, **options: float) -> Material:
    """A training that moves all weights by so many times their own length."""
    model, trained = nn.Linear(4, 4), nn.Linear(4, 4)
    trained.weight.data = (1 + way) * model.weight.data
    kept = Log(losses, rates or [0.1] * len(losses), validation_losses=[])
    optimizer = SGD(model.parameters(), lr=0.1, **options)
    return Material(model=model, trained=trained, optimizer=optimizer, log=kept)


@pytest.mark.parametrize(("way", "like"), [(0.001, "low_learning_rate"), (10.0, "high_learning_rate")])
def test_weights_that_hardly_moved_or_flew_away_tell_where_a_stalled_loss_comes_from(way, like):
    assert suspicious(weights_moved, moved(way, STALLED))
    assert like_moved(moved(way, STALLED))[0] == like


def test_rates_that_fell_at_once_are_told_from_rates_that_were_low():
    fallen = [0.1 * 0.5**step for step in range(100)]
    assert like_moved(moved(0.001, STALLED, fallen))[0] == "decay_every_batch"


def test_how_far_weights_moved_says_nothing_where_the_loss_falls():
    assert weights_moved(moved(0.001, [1 / step for step in range(1, 100)])) is None
    assert not suspicious(weights_moved, moved(0.3, STALLED))


def test_weights_that_were_pulled_to_zero_are_seen():
    assert suspicious(weights_shrink, moved(-0.9, STALLED, weight_decay=1.0))
    assert not suspicious(weights_shrink, moved(0.1, STALLED, weight_decay=1.0))
    assert weights_shrink(moved(-0.9, STALLED)) is None


@pytest.mark.parametrize(("shuffled", "found"), [(True, True), (False, False)])
def test_targets_that_have_nothing_to_do_with_the_inputs_are_seen(shuffled, found):
    inputs = torch.randn(300, 3)
    targets = (inputs[:, 0] > 0).long()
    targets = targets[torch.randperm(300)] if shuffled else targets
    seen = Material(batches=[(inputs, targets)], log=log(STALLED))
    assert suspicious(unrelated, seen) is found


def test_rows_that_are_seen_again_are_not_learned_by_heart():
    inputs, targets = torch.randn(150, 3).repeat(3, 1), torch.randint(2, (150,)).repeat(3)
    assert suspicious(unrelated, Material(batches=[(inputs, targets)], log=log(STALLED)))


def test_no_forest_is_asked_where_nothing_is_wrong():
    falling = [1 / step for step in range(1, 100)]
    assert unrelated(Material(batches=[(torch.randn(300, 3), torch.zeros(300))], log=log(falling))) is None


def losing(how: str) -> None:
    """Train with an optimizer that never finds a gradient."""
    model, old = nn.Linear(4, 1), nn.Linear(4, 1)
    optimizer = Adam((old if how == "forgotten_parameters" else model).parameters())
    top = nn.Linear(1, 1)
    for parameter in (*model.parameters(), *top.parameters()):
        parameter.data *= how != "zero_initialization"
    for _ in range(8):
        outputs = model(torch.randn(16, 4))
        loss = top(outputs.detach() if how == "detached_graph" else outputs).square().mean()
        loss.backward()
        if how == "cleared_gradients":
            optimizer.zero_grad()
        optimizer.step()


@pytest.mark.parametrize("how", ["cleared_gradients", "detached_graph", "forgotten_parameters", "zero_initialization"])
def test_where_gradients_are_lost_is_told(how):
    watch = watched(lambda: losing(how))
    assert material(watch.loops[0]).lost == how


def test_every_scenario_that_a_clue_names_is_in_the_catalogue():
    known = {entry.name for entry in Catalogue()}
    seen = moved(0.001, STALLED)
    seen.lost, seen.batches = "cleared_gradients", [(torch.ones(1, 4), torch.ones(1))]
    assert {name for clue in CLUES for name in clue.like(seen)} <= known


def layered(*layers: nn.Module) -> Material:
    return Material(model=nn.Sequential(*layers), batches=[(torch.randn(16, 6), torch.arange(16) % 3)])


@pytest.mark.parametrize(
    ("layers", "found"),
    [
        ((nn.Linear(6, 8), nn.Dropout(0.1), nn.Linear(8, 3)), True),
        ((nn.Linear(6, 8), nn.ReLU(), nn.Linear(8, 3)), False),
        ((nn.Linear(6, 2), nn.Linear(2, 6)), False),  # narrower than both sides: a bottleneck does something
        ((nn.Linear(6, 8), nn.Linear(8, 8), nn.ReLU(), nn.Linear(8, 3)), False),  # it bends all the same
    ],
)
def test_layers_that_could_be_one_are_seen(layers, found):
    assert suspicious(stacked, layered(*layers)) is found


@pytest.mark.parametrize(("share", "found"), [(0.9, True), (0.5, False)])
def test_dropout_that_leaves_next_to_nothing_is_seen(share, found):
    assert suspicious(drops, layered(nn.Linear(6, 8), nn.Dropout(share), nn.Linear(8, 3))) is found
    assert drops(layered(nn.Linear(6, 3))) is None


@pytest.mark.parametrize(("widths", "found"), [([0.01, 1.0, 300.0], True), ([0.5, 1.0, 2.0], None), ([9.0] * 3, False)])
def test_columns_without_which_the_same_steps_would_come_farther_are_seen(widths, found):
    inputs, model = torch.randn(256, 3), nn.Sequential(nn.Linear(3, 16), nn.Tanh(), nn.Linear(16, 1))
    targets = inputs.sum(dim=1, keepdim=True)
    batches = [(x * torch.tensor(widths), y) for x, y in zip(inputs.split(32), targets.split(32), strict=True)]
    normal = nn.Sequential(nn.BatchNorm1d(3, momentum=None), model) if found is False else model  # makes up for it
    optimizer = Adam(normal.parameters(), lr=0.01)
    given = Material(model=normal, optimizer=optimizer, loss=nn.MSELoss(), step=Manner().step, batches=batches)
    reading = comes_farther(given)
    assert (None if reading is None else reading.suspicious) is found


@pytest.mark.parametrize(("lowest", "found"), [(-9.0, True), (-0.5, False), (0.1, False)])
def test_a_loss_of_classes_far_below_zero_is_seen(lowest, found):
    batches = [(torch.randn(8, 2), torch.arange(8) % 2)]
    assert suspicious(below_zero, Material(batches=batches, log=log([1.0, lowest]))) is found
    assert below_zero(Material(batches=[(torch.randn(8, 2), torch.randn(8))], log=log([1.0, lowest]))) is None


@pytest.mark.parametrize(("last", "found"), [(nn.Sigmoid(), True), (nn.Tanh(), True), (nn.Identity(), False)])
def test_targets_that_no_answer_can_reach_are_seen(last, found):
    model, inputs = nn.Sequential(nn.Linear(4, 1), last), torch.randn(32, 4)
    reading = cannot_reach(Material(model=model, batches=[(inputs, 1 + 4 * torch.rand(32, 1))]))
    assert (reading is not None and reading.suspicious) is found
    reading = cannot_reach(Material(model=model, batches=[(inputs, torch.rand(32, 1))]))
    assert reading is None or not reading.suspicious
