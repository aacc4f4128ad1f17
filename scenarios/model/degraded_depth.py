"""Twenty-two layers do far worse than two.

The loss starts at 2.3, moves by a hundredth or two and ends at 2.3. The accuracy is about 0.1; without its ten blocks,
the same network reaches more than 0.9. The activation is ReLU, and the weights are drawn by PyTorch's default.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, hold_out, preprocess
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


def deep_network(width=64, depth=7):
    blocks = [Block(width) for _ in range(depth)]
    return nn.Sequential(nn.Flatten(), nn.Linear(784, width), *blocks, nn.ReLU(), nn.Linear(width, 10))


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=96),
    model=deep_network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.004),
    schedule=partial(CosineAnnealingLR, T_max=4),
    epochs=4,
)


def with_blocks(blocks):
    return replace(broken, model=partial(deep_network, depth=blocks))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities=Severities("blocks", at=with_blocks, doses=(1, 3, 5, 7, 10), plain=7),
    touches={"model"},
    hints=(
        "Feed two different digits through the network. After which layer can you no longer tell them apart?",
        "If a block had nothing to add, what would it have to compute for the layers after it to see the image?",
        "What could a block leave for the next one to see besides its own output?",
    ),
    also_accepted={
        "vanishing_gradients": "The gradients of the first layers are vanishingly small.",
        "initialization": "Weights drawn larger, as He et al. propose, would keep the signal alive too.",
    },
)
