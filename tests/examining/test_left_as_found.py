"""An examination leaves everything as it finds it: state, randomness, order, and PyTorch itself."""

import copy
import random
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.modules import module as modules
from torch.optim import optimizer as optimizers
from torch.utils.data.dataloader import _BaseDataLoaderIter

import trainwreck as tw
from tests.examining.conftest import loader, net, train
from trainwreck.examining.watching import Watch


def randomness() -> tuple[object, ...]:
    """The next number of every generator, which are left as they were."""
    state = random.getstate(), np.random.get_state(), torch.get_rng_state()
    drawn = random.random(), float(np.random.random()), float(torch.rand(1))
    random.setstate(state[0])
    np.random.set_state(state[1])
    torch.set_rng_state(state[2])
    return drawn


def everything(model: nn.Module, optimizer: torch.optim.Optimizer) -> dict[str, Any]:
    """A copy of all that a training consists of."""
    return copy.deepcopy(
        {
            "weights and buffers": model.state_dict(),
            "gradients": [p.grad for p in model.parameters()],
            "modes": [part.training for part in model.modules()],
            "trainable": [p.requires_grad for p in model.parameters()],
            "hooks": [len(part._forward_hooks) + len(part._forward_pre_hooks) for part in model.modules()],
            "optimizer": optimizer.state_dict(),
        }
    )


def same(one: Any, other: Any) -> bool:
    if isinstance(one, torch.Tensor):
        return torch.equal(one, other)
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return one == other


def test_an_examination_changes_nothing_that_it_was_given():
    model, batches = net(), loader()
    model[1].eval()  # a mode of its own
    for parameter in model[0].parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    before, drawn = everything(model, optimizer), randomness()
    tw.examine(model, nn.CrossEntropyLoss(), optimizer, batches, loader(seed=1), seconds=5)
    assert same(everything(model, optimizer), before)
    assert randomness() == drawn


def test_the_order_of_a_loader_with_a_generator_of_its_own_is_what_it_would_have_been():
    generator = torch.Generator().manual_seed(3)
    batches = loader(generator=generator)
    state = generator.get_state()
    tw.examine(net(), nn.CrossEntropyLoss(), torch.optim.SGD(net().parameters(), lr=0.1), batches, seconds=0)
    assert torch.equal(generator.get_state(), state)


def test_a_training_is_the_same_bit_for_bit_whether_it_is_watched_or_not():
    def run() -> tuple[list[float], dict[str, Any], object]:
        torch.manual_seed(1)
        model, held_out = net(), loader(seed=1)
        optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
        losses: list[float] = []
        for _ in range(3):
            losses += train(model.train(), optimizer, loader(), epochs=1)
            model.eval()
            with torch.no_grad():
                losses += [nn.functional.cross_entropy(model(x), y).item() for x, y in held_out]
        return losses, everything(model, optimizer), randomness()

    alone = run()
    with Watch() as watch:
        together = run()
    watch.report(seconds=5)
    assert alone[0] == together[0]
    assert same(alone[1], together[1])
    assert alone[2] == together[2]


def torch_itself() -> tuple[object, ...]:
    return (
        torch.Tensor.backward,
        _BaseDataLoaderIter.__next__,
        len(modules._global_forward_hooks),
        len(modules._global_forward_pre_hooks),
        len(optimizers._global_optimizer_pre_hooks),
        len(torch.overrides._get_current_function_mode_stack()),
    )


@pytest.mark.parametrize("how", ["well", "in an error", "between a forward pass and its backward"])
def test_nothing_of_the_watch_is_left_in_pytorch_however_the_loop_ends(how):
    before, model = torch_itself(), net()
    try:
        with Watch():
            if how == "well":
                train(model, torch.optim.SGD(model.parameters(), lr=0.1), loader(), epochs=1)
            else:
                model(torch.ones(2, 4))
                if how == "in an error":
                    model(torch.ones(2, 5))
    except RuntimeError:
        assert how == "in an error"
    assert torch_itself() == before


def test_what_checks_do_with_the_loss_reaches_no_teacher_of_the_script():
    teacher, student = nn.Linear(4, 3), nn.Linear(4, 3)
    optimizer = torch.optim.SGD(student.parameters(), lr=0.1)
    with Watch() as watch:
        for inputs, _ in loader():
            optimizer.zero_grad()
            with torch.no_grad():
                told = teacher(inputs)
            nn.functional.mse_loss(student(inputs), told).backward()
            optimizer.step()
    weights = copy.deepcopy(teacher.state_dict())
    watch.report(seconds=5)
    assert [p.grad for p in teacher.parameters()] == [None, None]
    assert same(teacher.state_dict(), weights)
