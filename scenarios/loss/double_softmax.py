"""The loss falls evenly, and far too slowly.

The loss starts at 2.3, hardly moves for a quarter of the run, and then falls, evenly and without any leap. When the run
ends it is still falling, and still far from zero. About one image in three gets a wrong answer, on the training part as
on new data, and some digits are never named.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits


def network():
    return nn.Sequential(mlp(784, 128, 128, 10), nn.Softmax(dim=1))


broken = Recipe(
    model=network,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=12),  # a calm end
    epochs=12,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities="The softmax is taken once or twice.",
    touches={"model"},
    hints=(
        "Look at the outputs for one image. What range do they lie in, and what do they add up to?",
        "If the network were certain and right about every image, what would this loss be? Try it with ten numbers.",
        "What does `CrossEntropyLoss` do to its inputs before it takes the logarithm?",
    ),
    also_accepted={
        "model": "The softmax that is one too many is the model's last layer.",
    },
)
