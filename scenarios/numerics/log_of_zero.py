"""The loss falls for about a dozen steps, then it is NaN.

The loss falls from 2.3 to well below 1 in about a dozen updates, a little restlessly. The next loss is NaN, and so is
every weight from then on. A lower rate delays it, or puts it off beyond the end of the run.
"""

from functools import partial

import torch
import torch.nn.functional as F
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import digits


def prepare(raw):
    train, validation = hold_out(raw)
    mean, deviation = train.inputs.mean(dim=0), train.inputs.std()
    return preprocess(train, validation, lambda images: (images - mean) / deviation)


def cross_entropy(outputs, targets):
    probabilities = torch.softmax(outputs, dim=1)
    truth = F.one_hot(targets, num_classes=10)
    return -(truth * torch.log(probabilities)).sum(dim=1).mean()


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 784, 128, 10, dropout=0.3),
    loss=cross_entropy,
    optimizer=partial(Adam, lr=0.02),
    schedule=partial(CosineAnnealingLR, T_max=8),  # a calm end after brisk steps
    epochs=8,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities="A logarithm is taken of the softmax, or the two together.",
    touches={"loss"},
    hints=(
        "Which of the operations between the outputs and the loss can turn finite numbers into NaN?",
        "Look at the outputs of the batch that fails. How far apart are the largest and the smallest score of"
        " one image?",
        "What is the smallest positive float32, and what is exp(−110)? What is 0 times the logarithm of that?",
    ),
    also_accepted={
        "loss": "The fault is a line of the loss function, even if what goes wrong there is arithmetic.",
    },
)
