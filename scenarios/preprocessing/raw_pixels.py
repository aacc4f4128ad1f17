"""A first loss far too high, one huge spike, then 2.3.

The loss begins at several tens, where a network that knows nothing about ten digits should have 2.3. A few updates
later it stands at a million or more. Then it drops to 2.3 and lies flat for the rest of the run. In the end every
image, or nearly every one, gets the same answer.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import byte_digits


def to_float(pixels):  # uint8 (n, 1, 28, 28)
    return pixels.float()


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, to_float)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 64, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1, momentum=0.9),
    schedule=partial(CosineAnnealingLR, T_max=12),  # a calm end
    epochs=12,
)

scenario = Scenario(
    task=byte_digits(),
    broken=broken,
    symptom=Symptom.SPIKES,
    severities="Pixels are scaled or they are not.",
    touches={"prepare"},
    hints=(
        "What loss would you expect before the first update, and what does the one you see say about the outputs?",
        "How large are the numbers that enter the network? Print their minimum, maximum and type.",
        "The gradient of a first-layer weight is proportional to the pixel it multiplies. How does the step "
        "change if all pixels are 255 times larger?",
    ),
    also_accepted={
        "high_learning_rate": (
            "The first steps are far too long for these inputs; a much lower rate would keep them in bounds."
        ),
        "dying_relu": "What the long steps leave behind is a hidden layer with no living unit, or hardly any.",
    },
)
