"""Batches, models and loops in every form: what cannot be told is said, and nothing is guessed."""

from collections import UserDict
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

import trainwreck as tw
from tests.examining.conftest import Loader, Named, asked, entropy, loader, net, watched, why
from trainwreck.examining.observed import material
from trainwreck.examining.watching import Watch


class Outputs(UserDict[str, Tensor]):
    """What models of Hugging Face return: a dictionary with attributes, which knows its loss."""

    def to_tuple(self) -> tuple[Tensor, ...]:
        return tuple(self.values())


class Knowing(nn.Module):
    """A model that takes its targets, and returns its loss."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 3)

    def forward(self, x: Tensor, labels: Tensor) -> Outputs:
        logits = self.layer(x)
        return Outputs(loss=entropy(logits, labels), logits=logits)


class Pair(nn.Module):
    """A model that takes two tensors and returns a tuple."""

    def __init__(self) -> None:
        super().__init__()
        self.layer = nn.Linear(4, 3)

    def forward(self, one: Tensor, other: Tensor) -> tuple[Tensor, Tensor]:
        return self.layer(one), self.layer(other)


@pytest.mark.parametrize("form", ["loss of the model's own", "two inputs", "named batches", "recurrent"])
def test_whatever_form_a_model_has_the_loop_is_examined_and_no_content_is_guessed(form):
    def body() -> None:
        model = {"loss of the model's own": Knowing, "two inputs": Pair}.get(form, net)()
        model = nn.GRU(1, 3, batch_first=True) if form == "recurrent" else model
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for x, y in ((b["x"], b["label"]) for b in DataLoader(Named(), batch_size=8)):
            if form == "loss of the model's own":
                loss = model(x, labels=y)["loss"]
            elif form == "two inputs":
                one, other = model(x, x.flip(0))
                loss = entropy(one, y) + entropy(other, y.flip(0))
            elif form == "recurrent":
                _, last = model(x.unsqueeze(2))
                loss = entropy(last[0], y)
            else:
                loss = entropy(model(x), y)
            loss.backward()
            optimizer.step()

    answers = asked(watched(body), "accumulated_gradients", "forgotten_parameters", "raw_pixels", "off_by_one_targets")
    assert answers["accumulated_gradients"].accuses
    assert answers["forgotten_parameters"].applies
    assert not answers["raw_pixels"].applies
    if form in ("loss of the model's own", "two inputs"):
        assert "several tensors" in answers["off_by_one_targets"].unasked


def test_models_that_are_called_one_after_the_other_are_one():
    def body() -> None:
        encoder, decoder = nn.Linear(4, 2), nn.Linear(2, 4)
        optimizer = torch.optim.SGD([*encoder.parameters(), *decoder.parameters()], lr=0.1)
        for x, _ in loader(count=3000):
            optimizer.zero_grad()
            nn.functional.mse_loss(decoder(encoder(x).tanh()), x).backward()
            optimizer.step()

    with Watch() as watch:
        body()
        kept = len(watch._forwards) + len(watch._carried)
    assert kept == 0  # later steps are not looked at, whichever of the models is called
    [loop] = watch.loops
    found = material(loop)
    inputs = torch.randn(16, 4)
    assert found.model is not None
    encoder, decoder = found.model.parts
    assert torch.equal(found.model(inputs), decoder(encoder(inputs).tanh()))
    assert asked(watch, "detached_graph")["detached_graph"].applies


def adversaries(fault: str = "") -> tw.watch:
    def body() -> None:
        maker, critic = nn.Linear(2, 4), nn.Linear(4, 1)
        makes = torch.optim.SGD((critic if fault == "held" else maker).parameters(), lr=0.1)
        judges = torch.optim.SGD(critic.parameters(), lr=0.1)
        real, made = torch.ones(16, 1), torch.zeros(16, 1)
        for x, _ in loader():
            judges.zero_grad()
            fakes = maker(torch.randn(16, 2))
            loss = nn.functional.binary_cross_entropy_with_logits
            (loss(critic(x), real) + loss(critic(fakes.detach()), made)).backward()
            judges.step()
            makes.zero_grad()
            loss(critic(fakes.detach() if fault == "detached" else fakes), real).backward()
            makes.step()

    return watched(body)


def test_each_of_two_adversaries_is_examined_by_itself_and_neither_is_blamed_for_the_other():
    watch = adversaries()
    assert len(watch.loops) == 2
    for loop in range(2):
        answers = asked(watch, "forgotten_parameters", "accumulated_gradients", "low_learning_rate", loop=loop)
        assert not any(answer.accuses for answer in answers.values())
        assert answers["forgotten_parameters"].applies
    report = watch.report(seconds=5)
    assert {one.of for one in report.unasked} == {"Linear, training 1", "Linear, training 2"}
    assert report.findings == ()


@pytest.mark.parametrize(("fault", "found"), [("held", "models_taken"), ("detached", "gradients_found")])
def test_an_adversary_that_nobody_trains_is_found(fault, found):
    assert found in [finding.name for finding in adversaries(fault).report(seconds=0).findings]


def test_two_optimizers_on_one_model_are_seen_to_share_it():
    def body() -> None:
        model = net()
        first = torch.optim.SGD(model.parameters(), lr=0.1)
        second = torch.optim.Adam(model.parameters(), lr=0.1)
        for x, y in loader():
            for optimizer in (first, second):
                optimizer.zero_grad()
                entropy(model(x), y).backward()
                optimizer.step()

    answer = asked(watched(body), "forgotten_parameters")["forgotten_parameters"]
    assert answer.unasked == "`optimizer`: several optimizers share the model"


def test_gradients_that_come_inside_the_optimizers_own_step_are_seen():
    def body() -> None:
        model = net()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for x, y in loader():

            def closure(x: Tensor = x, y: Tensor = y) -> Tensor:
                optimizer.zero_grad()
                loss: Tensor = entropy(model(x), y)
                loss.backward()
                return loss

            optimizer.step(closure)

    answers = asked(watched(body), "accumulated_gradients", "cleared_gradients")
    assert [(answer.applies, answer.accuses) for answer in answers.values()] == [(True, False)] * 2


def test_a_model_that_cannot_be_copied_is_no_obstacle_to_its_training():
    class Holds(nn.Linear):
        def __deepcopy__(self, memo: Any) -> Any:
            raise TypeError("not me")

    def body() -> None:
        model = Holds(4, 3)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for x, y in loader():
            entropy(model(x), y).backward()
            optimizer.step()

    report = watched(body).report(seconds=0)
    assert report.steps == 6
    assert "it cannot be copied (TypeError: not me)" in why(report, "zero_initialization")


def test_an_evaluation_on_the_training_part_is_not_taken_for_validation():
    def body(judged: Loader) -> None:
        model = net()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        batches = loader()
        for x, y in batches:
            optimizer.zero_grad()
            entropy(model(x), y).backward()
            optimizer.step()
        with torch.no_grad():
            for x, y in judged:
                (model(x).argmax(dim=1) == y).sum()

    for judged, known in ((loader(), False), (loader(seed=1), True)):
        watch = watched(lambda judged=judged: body(judged))
        assert (material(watch.loops[0]).validation is not None) is known


def test_two_trainings_of_one_model_one_after_the_other_are_two():
    def body() -> None:
        model = net()
        for part, epochs in ((model, 1), (model[4], 2)):
            for parameter in model.parameters():
                parameter.requires_grad_(part is model)
            for parameter in part.parameters():
                parameter.requires_grad_(True)
            optimizer = torch.optim.SGD(part.parameters(), lr=0.1)
            for _ in range(epochs):
                for x, y in loader():
                    optimizer.zero_grad()
                    entropy(model(x), y).backward()
                    optimizer.step()

    watch = watched(body)
    assert [len(loop.takers) for loop in watch.loops] == [6, 12]
    first, second = (material(loop) for loop in watch.loops)
    assert first.trained is not None
    assert second.model is not None
    assert torch.equal(first.trained[0].weight, second.model[0].weight)
    for loop in range(2):
        answer = asked(watch, "forgotten_parameters", loop=loop)["forgotten_parameters"]
        assert answer.applies
        assert not answer.accuses


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


def test_a_target_network_that_is_asked_before_the_loss_ends_no_step_and_moves_the_targets():
    model, other = nn.Linear(4, 1), nn.Linear(4, 1)

    def body():
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for batch in torch.rand(8, 16, 4):
            optimizer.zero_grad()
            answers = model(batch)
            with torch.no_grad():
                wanted = 0.9 * other(batch) + 1
            nn.functional.mse_loss(answers, wanted).backward()
            optimizer.step()

    loop = watched(body).loops[0]
    assert loop.first.replay is not None
    assert loop.moving


def test_an_average_that_is_evaluated_is_told_from_the_model_that_is_trained():
    model = nn.Linear(4, 1)
    averaged = torch.optim.swa_utils.AveragedModel(model)

    def body():
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for batch in torch.rand(40, 16, 4):
            optimizer.zero_grad()
            nn.functional.mse_loss(model(batch), batch[:, :1]).backward()
            optimizer.step()
            averaged.update_parameters(model)
        with torch.no_grad():
            averaged(torch.rand(16, 4) * 100)

    loop = watched(body).loops[0]
    assert isinstance(loop.averaged, torch.optim.swa_utils.AveragedModel)
    assert loop.met


def test_an_optimizer_that_asks_for_the_loss_itself_has_not_begun_before_the_watch():
    model, batch = nn.Linear(4, 1), torch.rand(16, 4)
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=2)

    def closure():
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(model(batch), batch[:, :1])
        loss.backward()
        return loss

    loop = watched(lambda: [optimizer.step(closure) for _ in range(3)]).loops[0]
    assert loop.fresh is not None


def trained(loss_of: Any, *models: nn.Module, steps: int = 8) -> Watch:
    """Watch a training whose loss is a function of a batch and the rows that it was taken from."""

    def body() -> None:
        optimizer = torch.optim.SGD([p for model in models for p in model.parameters()], lr=0.1)
        for _ in range(steps):
            optimizer.zero_grad()
            loss_of(torch.randperm(64)[:16]).backward()
            optimizer.step()

    return watched(body)


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


@pytest.mark.parametrize("training", [True, False])
def test_a_model_in_evaluation_mode_that_nobody_trains_is_a_measure(training):
    model, measure, inputs = nn.Linear(4, 4), nn.Linear(4, 2).train(training), torch.randn(64, 4)
    watch = trained(lambda rows: (measure(model(inputs[rows])) - measure(inputs[rows])).square().mean(), model)
    found = [finding.name for finding in watch.report(seconds=30).findings]
    assert ("forgotten_parameters" in found) is training
    picture = inputs[:1].clone().requires_grad_()
    optimizer = torch.optim.SGD([picture], lr=0.1)

    def body() -> None:
        for _ in range(4):
            measure(picture).square().mean().backward()
            optimizer.step()
            optimizer.zero_grad()

    assert watched(body).untaken == (("Linear",) if training else ())


def test_gradients_that_are_cleared_between_two_losses_are_not_left_over():
    model, inputs = nn.Linear(4, 1), torch.randn(64, 4)

    def body() -> None:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for batch in inputs.split(8):
            attacked = batch.clone().requires_grad_()
            model(attacked).square().mean().backward()
            optimizer.zero_grad()
            model(batch + 0.1 * attacked.grad.sign()).square().mean().backward()
            optimizer.step()

    watch = watched(body)
    assert all(not step.left_over and step.backwards == 1 for step in watch.loops[0].seen)


def test_batches_of_another_form_than_the_first_are_left_out():
    model, inputs = nn.Linear(4, 1), torch.randn(64, 4)

    def body() -> None:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for n, batch in enumerate(inputs.split(8)):
            optimizer.zero_grad()
            wanted = [batch[:, :1]] + [batch[:, 1:2]] * (n % 2)
            sum((model(batch) - each).square().mean() for each in wanted).backward()
            optimizer.step()

    assert 0 < len(material(watched(body).loops[0]).batches) < 8
