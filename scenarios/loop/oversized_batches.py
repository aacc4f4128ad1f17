"""The loss falls smoothly, and hardly at all.

The loss falls from 2.3 to between 1.98 and 2.10 in 28 epochs, without a single step upwards. The score is 0.40 to 0.69.
The same settings have reached more than that elsewhere, within the same number of epochs and from the same images.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Prepared, Recipe, Scenario, Severities, Symptom, batches, hold_out, mlp
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw, fraction=0.34)
    return Prepared(train=train, validation=validation)


broken = Recipe(
    prepare=prepare,
    loader=partial(batches, batch_size=1024),
    model=partial(mlp, 784, 48, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.005, momentum=0.9),
    epochs=28,
)


def with_batches(size):
    return replace(broken, loader=partial(batches, batch_size=size))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SLOW,
    severities=Severities("batch size", at=with_batches, doses=(64, 128, 256, 512, 1024), plain=1024),
    touches={"loader", "optimizer"},
    hints=(
        "An ordinary loss curve is ragged. What makes this one so smooth?",
        "Count the updates of the whole run, and those of a run with the usual settings.",
        "Twenty-two exact gradients or 484 rough ones: which take you further?",
    ),
    also_accepted={
        "low_learning_rate": "So few updates need larger ones.",
        "too_few_epochs": "Twenty-two updates are the fault, and more epochs would also bring more of them.",
    },
)
