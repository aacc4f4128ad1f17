"""A fault in a loop is found, and the loop beside it that has not the fault is cleared."""

from contextlib import nullcontext

import pytest
import torch
from torch import nn

from tests.examining.conftest import accuses, asked, loader, net, watched
from trainwreck.examining.watching import Watch


def loop(
    zero: bool = True,
    clear: bool = False,
    accumulate: int = 1,
    scale: float = 1.0,
    clip: float | None = None,
    half: torch.dtype | None = None,
    sleepy: bool = False,
    renew: bool = False,
    probabilities: bool = False,
    optimizer: type[torch.optim.Optimizer] = torch.optim.Adam,
    epochs: int = 3,
) -> Watch:
    """Watch a loop with these ways."""

    def body() -> None:
        model = net()
        mover = optimizer(model.parameters(), lr=0.01)
        for epoch in range(epochs):
            if not (sleepy and epoch):
                model.train()
            for n, (inputs, targets) in enumerate(loader()):
                if renew:
                    mover = optimizer(model.parameters(), lr=0.01)
                with torch.autocast("cpu", half) if half else nullcontext():
                    outputs = model(inputs)
                    outputs = outputs.softmax(dim=1) if probabilities else outputs
                    loss = nn.functional.cross_entropy(outputs, targets)
                if zero and n % accumulate == 0:
                    mover.zero_grad()
                (loss * scale).backward()
                if clear:
                    mover.zero_grad()
                if (n + 1) % accumulate == 0:
                    if clip is not None:
                        nn.utils.clip_grad_norm_(model.parameters(), clip)
                    mover.step()
            model.eval()
            with torch.no_grad():
                for inputs, _ in loader(seed=1):
                    model(inputs)

    return watched(body)


FAULTS = {
    "accumulated_gradients": {"zero": False},
    "cleared_gradients": {"clear": True},
    "unscaled_accumulation": {"accumulate": 3},
    "tight_clipping": {"clip": 1e-5, "optimizer": torch.optim.SGD},  # Adam would scale it up again
    "eval_mode_training": {"sleepy": True},
    "recreated_optimizer": {"renew": True},
}
HEALTHY = {
    "plain": {},
    "accumulates and scales": {"accumulate": 3, "scale": 1 / 3},
    "clips": {"clip": 1.0},
    "in bfloat16": {"half": torch.bfloat16},
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_the_step_is_found(fault):
    assert accuses(loop(**FAULTS[fault]), fault)


@pytest.mark.parametrize("way", HEALTHY)
def test_a_healthy_way_to_make_steps_is_cleared_of_all_of_them(way):
    answers = asked(loop(**HEALTHY[way]), *FAULTS)
    assert {name: answer.unasked or answer.raised for name, answer in answers.items() if name != "tight_clipping"} == (
        dict.fromkeys(set(FAULTS) - {"tight_clipping"}, "")
    )
    assert not [name for name, answer in answers.items() if answer.accuses]


def test_a_softmax_between_model_and_loss_is_part_of_the_loss_and_not_overlooked():
    outputs = loop(probabilities=True).loops[0]
    assert outputs.first is not None
    assert outputs.first.replay is not None
    given = torch.tensor([[5.0, 0.0, 0.0]])
    loss = outputs.first.replay(given, torch.tensor([0]))
    assert loss.item() == pytest.approx(nn.functional.cross_entropy(given.softmax(dim=1), torch.tensor([0])).item())


def test_a_gradient_scaler_is_neither_clipping_nor_a_large_loss():
    def body() -> None:
        model = nn.Linear(4, 3)
        optimizer, scaler = torch.optim.SGD(model.parameters(), lr=0.1), torch.amp.GradScaler("cpu", init_scale=1024.0)
        for inputs, targets in loader():
            optimizer.zero_grad()
            with torch.autocast("cpu", torch.bfloat16):
                loss = nn.functional.cross_entropy(model(inputs), targets)
            scaler.scale(loss).backward()
            scaler.step(optimizer)
            scaler.update()

    watch = watched(body)
    answers = asked(watch, "unscaled_accumulation", "half_precision_underflow", "high_learning_rate")
    assert {name: (answer.applies, answer.accuses) for name, answer in answers.items()} == dict.fromkeys(
        answers, (True, False)
    )


@pytest.mark.parametrize(("squeezed", "found"), [(False, True), (True, False)])
def test_a_loss_that_broadcasts_is_told_from_one_that_does_not(squeezed, found):
    def body() -> None:
        model = nn.Linear(4, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        for inputs, targets in loader():
            optimizer.zero_grad()
            outputs = model(inputs).squeeze(1) if squeezed else model(inputs)
            ((outputs - targets.float()) ** 2).mean().backward()  # by hand: there is no loss function to be found
            optimizer.step()

    assert accuses(watched(body), "broadcast_targets") is found


@pytest.mark.parametrize(("held", "found"), [("all", False), ("the last layer", True)])
def test_parameters_that_the_optimizer_lacks_are_found(held, found):
    def body() -> None:
        model = net()
        optimizer = torch.optim.SGD((model if held == "all" else model[-1]).parameters(), lr=0.1)
        for inputs, targets in loader():
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(inputs), targets).backward()
            optimizer.step()

    assert accuses(watched(body), "forgotten_parameters") is found


@pytest.mark.parametrize(("per", "found"), [("epoch", False), ("batch", True)])
def test_a_schedule_that_is_stepped_too_often_is_found_though_the_function_that_made_it_is_over(per, found):
    def body() -> None:
        model = net()
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        schedule = torch.optim.lr_scheduler.StepLR(optimizer, step_size=3, gamma=0.1)
        for _ in range(6):
            for inputs, targets in loader():
                optimizer.zero_grad()
                nn.functional.cross_entropy(model(inputs), targets).backward()
                optimizer.step()
                if per == "batch":
                    schedule.step()
            if per == "epoch":
                schedule.step()

    assert accuses(watched(body), "decay_every_batch") is found
