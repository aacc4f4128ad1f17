"""Twenty-two layers that know less than two.

The loss starts at 2.3, moves by a few hundredths and ends at 2.3. One digit in ten is named right, by a network with
four times the layers anyone would need. The activation is ReLU, the optimizer is Adam, the rate is its usual one.
The weights are PyTorch's own.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from harness.data.images import digits
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear1 = nn.Linear(width, width)
        self.linear2 = nn.Linear(width, width)

    def forward(self, inputs):
        hidden = self.linear1(inputs.relu())
        return self.linear2(hidden.relu())


def deep_network(width=64, blocks=10):
    return nn.Sequential(
        nn.Flatten(),
        nn.Linear(784, width),
        *(Block(width) for _ in range(blocks)),
        nn.ReLU(),
        nn.Linear(width, 10),
    )


broken = Recipe(
    model=deep_network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.001),
    schedule=partial(CosineAnnealingLR, T_max=7),
    epochs=7,
)

scenario = Scenario(
    task=digits(goal=0.892, available=1100, held_back=697),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"model"},
    hints=(
        "Feed two different digits through the network. After which layer can you no longer tell them apart?",
        "Compare the gradient's norm in the first and in the last layer, after one backward pass.",
        "If a block had nothing to add, what would it have to compute for the layers after it to see the image?",
        "What could a block leave for the next one to see besides its own output?",
    ),
    accepts={
        "vanishing_gradients": "the gradients of the first layers are vanishingly small",
        "initialization": "weights drawn larger, as He et al. propose, would keep the signal alive too",
    },
)
