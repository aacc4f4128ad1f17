"""Steps that a script makes without an optimizer are not missed."""

import pytest
import torch
from torch import nn

from tests.examining.conftest import watched


@pytest.mark.parametrize("made", [True, False])
@pytest.mark.parametrize("module", [True, False])
def test_steps_by_hand_are_told_from_steps_that_were_forgotten(made, module):
    def body() -> None:
        model = nn.Linear(3, 1)
        own = list(model.parameters()) if module else [torch.zeros(3, 1, requires_grad=True)]
        for inputs in torch.randn(5, 8, 3):
            outputs = model(inputs) if module else inputs @ own[0]
            (outputs - 1).square().mean().backward()
            for parameter in own:
                if made:
                    parameter.data -= 0.1 * parameter.grad
                parameter.grad = None

    watch = watched(body)
    assert watch.by_hand is made
    assert [finding.name for finding in watch.report(seconds=0).findings] == ([] if made else ["steps_made"])


def test_where_an_optimizer_makes_steps_nobody_looks_for_others():
    def body() -> None:
        model = nn.Linear(3, 1)
        optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
        model(torch.randn(8, 3)).square().mean().backward()
        optimizer.step()

    assert not watched(body).by_hand
