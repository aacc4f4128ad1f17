"""Batches, models and steps in every form: what cannot be told is said, and nothing is guessed."""

from collections import UserDict
from typing import Any

import pytest
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader

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


def test_the_targets_of_an_evaluation_may_be_flattened_for_its_loss():
    tokens, model = torch.randint(5, (40, 7)), nn.Embedding(5, 5)

    def loss(rows: Tensor) -> Tensor:
        return nn.functional.cross_entropy(model(tokens[rows, :-1]).view(-1, 5), tokens[rows, 1:].reshape(-1))

    def body() -> None:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for rows in torch.arange(24).split(8):
            optimizer.zero_grad()
            loss(rows).backward()
            optimizer.step()
        with torch.no_grad():
            loss(torch.arange(24, 40))

    [loop] = watched(body).loops
    assert [y.shape for _, y in loop.judged] == [(16, 6)]
    assert len(loop.validation_losses) == 1


def test_answers_that_are_gathered_are_no_targets_of_each_other():
    inputs, targets = torch.randn(96, 4), torch.rand(96, 3)

    def body() -> None:
        model = nn.Linear(4, 3)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for _ in range(2):
            for rows in torch.arange(64).split(16):
                optimizer.zero_grad()
                nn.functional.binary_cross_entropy_with_logits(model(inputs[rows]), targets[rows]).backward()
                optimizer.step()
            with torch.no_grad():
                torch.cat([torch.sigmoid(model(x)) for x in inputs[64:].split(16)])

    [loop] = watched(body).loops
    assert len(loop.met) == 4
    assert not loop.judged
