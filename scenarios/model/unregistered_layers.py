"""The loss hardly moves, and the checkpoint holds 650 numbers.

The loss begins at 2.3 and hardly falls. The accuracy is little better than a guess, on training images as on new ones.
The code defines four layers with more than 100,000 numbers, and every layer takes part in the forward pass. The
checkpoint written after training holds 650 numbers.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, hold_out, preprocess
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    mean = train.inputs.mean(dim=0)
    return preprocess(train, validation, lambda images: images - mean)


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(784, 128), nn.Linear(128, 64), nn.Linear(64, 64)]
        self.output = nn.Linear(64, 10)

    def forward(self, images):
        hidden = images.flatten(1)
        for layer in self.layers:
            hidden = layer.to(hidden.device)(hidden).relu()
        return self.output(hidden)


broken = Recipe(
    prepare=prepare,
    model=Classifier,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.004),
    epochs=8,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="A layer is registered or it is not.",
    touches={"model"},
    hints=(
        "Which weights differ before and after training, and which do not?",
        "Someone had to move the layers to the device by hand, in `forward`. Why did `model.to(device)` not do it?",
        "How does `nn.Module` find out that an attribute holds parameters? Does it look inside a Python list?",
    ),
    also_accepted={
        "forgotten_parameters": "The optimizer indeed knows only a part of the weights.",
        "optimizer": "Seen from the optimizer, most parameters were never handed over.",
    },
)
