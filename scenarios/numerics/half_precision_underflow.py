"""In half precision the loss hardly moves.

The cross-entropy is one small term of a larger objective, with a weight of 0.00001. In float32 Adam trained this
network without trouble. Since the forward pass has been run in half precision, for speed, the loss creeps: after all
twelve epochs it has lost a few hundredths of its value, most images get one of two or three answers, and about one in
four is right.
"""

from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, batches, mlp
from trainwreck.tasks import digits


def loss(outputs, targets, factor=1e-5):
    return factor * F.cross_entropy(outputs, targets)


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    with torch.autocast(inputs.device.type, dtype=torch.float16):
        value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


broken = Recipe(
    loader=partial(batches, batch_size=128),
    model=partial(mlp, 784, 128, 10),
    loss=loss,
    optimizer=partial(Adam, lr=0.003, fused=True),
    step=step,
    epochs=12,
)


def times(factor):
    return replace(broken, loss=partial(loss, factor=factor))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SLOW,
    severities=Severities("factor of the loss", at=times, doses=(1e-3, 1e-4, 1e-5, 1e-6, 1e-7), plain=1e-5),
    touches={"step"},
    hints=(
        "Nearly all of the first layer's gradients are zero, to the last bit. Which operation could make them so?",
        "How large are the gradients in float32, and what is the smallest positive number in float16?",
        "Multiply the loss by 65,536 before `backward()`. Are the gradients now 65,536 times as large?",
    ),
    also_accepted={
        "vanishing_gradients": "The gradients are zero in nearly all places; the number format is what makes them so.",
        "loss": "With a weight of 1 instead of 10⁻⁵ the gradients would be large enough for float16.",
    },
)
