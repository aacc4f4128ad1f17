"""Several models, optimizers or trainings in one script: each is examined by itself."""

import pytest
import torch
from torch import nn

import trainwreck as tw
from tests.examining.conftest import asked, entropy, loader, net, trained, watched
from trainwreck.examining.observed import material


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
