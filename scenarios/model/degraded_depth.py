"""Twelve layers do far worse than two.

The loss lies still at first and then falls slowly, and most digits are named wrong in the end, in the training images
as in new ones. Some are hardly ever named. Without the five blocks in its middle, the same network gets nine digits in
ten right. The activation is ReLU, and the weights are drawn by PyTorch's default.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, hold_out, preprocess
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    mean = train.inputs.mean(dim=0)
    return preprocess(train, validation, lambda images: images - mean)


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear1 = nn.Linear(width, width)
        self.linear2 = nn.Linear(width, width)

    def forward(self, inputs):
        return self.linear2(self.linear1(inputs.relu()).relu())


def deep_network(width=64, depth=5):
    blocks = [Block(width) for _ in range(depth)]
    return nn.Sequential(nn.Flatten(), nn.Linear(784, width), *blocks, nn.ReLU(), nn.Linear(width, 10))


broken = Recipe(
    prepare=prepare,
    model=deep_network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.004),
    schedule=partial(CosineAnnealingLR, T_max=8),  # steadies the last steps
    epochs=8,
)


def with_blocks(blocks):
    return replace(broken, model=partial(deep_network, depth=blocks))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("blocks", at=with_blocks, doses=(1, 2, 3, 5, 8), plain=5),
    touches={"model"},
    hints=(
        "Feed two different digits through the network. By how much do its numbers differ, layer after layer?",
        "By what factor does one linear layer with PyTorch's weights change what goes through it? And ten of them?",
        "What could a block leave for the next one to see besides its own output?",
    ),
    also_accepted={
        "vanishing_gradients": "The gradients of the first layers are small for the same reason.",
        "initialization": "Weights drawn larger, as He et al. propose, keep the signal alive too.",
    },
)
