"""The loss leaps to many times its start at once, and comes back to stay near 2.3.

The first loss is 2.3, the second ten times that or more. A dozen steps later it is back where it began. In
most runs it stays there, and nearly every image gets the same answer; in a few some classes are learned and others
never. No value is infinite or NaN, so nothing stops the run.
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, mlp
from trainwreck.tasks import digits

broken = Recipe(
    model=partial(mlp, 784, 128, 128, 10),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.1),
    epochs=16,
)


def with_rate(rate):
    return replace(broken, optimizer=partial(Adam, lr=rate))


scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.SPIKES,
    severities=Severities("learning rate", at=with_rate, doses=(0.01, 0.03, 0.1, 0.3, 1.0), plain=0.1),
    touches={"optimizer"},
    hints=(
        "What would guessing among ten classes cost? What was the loss in the steps before it came to that?",
        "By how much does one step of Adam change a weight? Does a smaller gradient make that smaller?",
        "How large are the weights of a layer with 784 inputs when they are drawn? And how large is a step?",
        "How many of the hidden units are above zero for any image at all, after ten steps?",
    ),
    also_accepted={
        "high_learning_rate": "It is the same fault with another optimizer: the rate is too high.",
        "dying_relu": "That is what the first steps leave behind: units that are zero for every image.",
    },
)
