"""A network that is smaller than it looks.

The loss begins at 2.30 and after 130 steps stands at 2.25 to 2.28. Between 1 and 3 digits in ten are named right.
The code defines four layers, more than 100,000 numbers, and every layer takes part in the forward pass. The checkpoint
written after training holds 650 numbers.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from harness.data.images import digits
from harness.recipe import Recipe
from harness.scenario import Scenario
from harness.symptoms import Symptom


class Classifier(nn.Module):
    def __init__(self, sizes=(784, 128, 64, 64), classes=10):
        super().__init__()
        self.layers = []
        for i in range(len(sizes) - 1):
            self.layers.append(nn.Linear(sizes[i], sizes[i + 1]))
        self.output = nn.Linear(sizes[-1], classes)

    def forward(self, images):
        hidden = images.flatten(1)
        for layer in self.layers:
            hidden = layer.to(hidden.device)(hidden).relu()
        return self.output(hidden)


broken = Recipe(
    model=Classifier,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    schedule=partial(CosineAnnealingLR, T_max=10),
    epochs=10,
)

scenario = Scenario(
    task=digits(goal=0.892, available=1100, held_back=697),
    broken=broken,
    symptom=Symptom.STALLS,
    touches={"model"},
    hints=(
        "Which weights differ before and after training, and which do not?",
        "Print the model. Does every layer you wrote appear?",
        "Someone had to move the layers to the device by hand, in `forward`. Why did `model.to(device)` not do it?",
        "How does `nn.Module` find out that an attribute holds parameters? Does it look inside a Python list?",
    ),
    accepts={
        "forgotten_parameters": "the optimizer indeed knows only a part of the weights",
        "optimizer": "seen from the optimizer, most parameters were never handed over",
    },
)
