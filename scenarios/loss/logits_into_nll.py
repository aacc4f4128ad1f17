"""The loss begins near zero and goes below it at once.

The loss begins within a few hundredths of zero, goes below it at once, and falls without end: below −1,000 before the
run is over. The score does not follow. About one image in ten gets the right answer, and nearly all images get the
same.
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
    epochs=14,
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
