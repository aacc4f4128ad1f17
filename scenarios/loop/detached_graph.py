"""The loss creeps down, and only the last layer changes.

The loss creeps from 2.31 to 2.25 in 200 steps, and the score ends between 0.09 and 0.38, which is little for a network
of four layers. The last layer's weights change. Those of the three layers below are the same at the end as at the
start, although the optimizer holds them and none of them is frozen.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom
from trainwreck.tasks import digits


class Classifier(nn.Module):
    """Encodes an image into 64 features, and classifies the features."""

    def __init__(self):
        super().__init__()
        self.encode = nn.Sequential(
            nn.Flatten(),
            nn.Linear(784, 256),
            nn.ReLU(),
            nn.Linear(256, 128),
            nn.ReLU(),
            nn.Linear(128, 64),
            nn.ReLU(),
        )
        self.classify = nn.Linear(64, 10)

    def forward(self, images):  # (batch, 1, 28, 28)
        features = self.encode(images).detach()
        return self.classify(features)


broken = Recipe(
    model=Classifier,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.003),
    schedule=partial(CosineAnnealingLR, T_max=20),
    epochs=20,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="The graph is cut or it is not.",
    touches={"model"},
    hints=(
        "Which parameters have a gradient after the backward pass, and which have none?",
        "Follow the path from the loss back to the first layer. Where does it end?",
        "Print `features.requires_grad` and `features.grad_fn`. What should stand there?",
    ),
    also_accepted={
        "model": "The line at fault stands in the network's own forward pass.",
        "forgotten_parameters": "A run in which the first layers are not updated looks the same from outside.",
    },
)
