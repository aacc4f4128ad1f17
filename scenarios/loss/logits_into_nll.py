"""The loss begins near zero and goes below it at once.

The loss begins within 0.1 of zero, goes below zero at once, and falls without end: to −17 and lower in the first
epoch, to −600 and lower by the eighth. The score does not follow. On most seeds the accuracy is 0.09 to 0.11, rarely
up to 0.19, and nearly every image gets the same answer.
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 128, 10),
    loss=nn.NLLLoss(),
    optimizer=partial(Adam, lr=0.003),
    epochs=10,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.DIVERGES,
    severities="The logarithm of a softmax is taken or it is not.",
    touches={"model", "loss"},
    hints=(
        "A network that guesses between ten digits should begin at a loss of 2.3. Where does this one begin?",
        "Follow the outputs for one image over a few steps. Which of the ten grow?",
        "What does `NLLLoss` do with the numbers that it is given? Its documentation says what it expects.",
    ),
    also_accepted={"model": "The model lacks the log-softmax that the loss expects as its last layer."},
)
