"""Right on most steps, wrong on those that count.

Short sequences are padded to ten steps, and a tagger is to predict the tag of each step. The loss falls in one go, and
eight of ten steps get the right answer. But of the steps that are not padding only about three in ten do: most of the
others are taken for padding.
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Recipe, Scenario, Severities, Symptom
from trainwreck.tasks import tagged_steps


class Tagger(nn.Module):
    def __init__(self, features=3, hidden=16, tags=4):
        super().__init__()
        self.encode = nn.Conv1d(features, hidden, kernel_size=3, padding=1)
        self.classify = nn.Conv1d(hidden, tags, kernel_size=1)

    def forward(self, inputs):  # (batch, time, features)
        return self.classify(self.encode(inputs.transpose(1, 2)).relu())  # (batch, tags, time)


broken = Recipe(
    model=Tagger,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(SGD, lr=0.1),
    epochs=3,
)

scenario = Scenario(
    task=tagged_steps(length=10),
    broken=broken,
    symptom=Symptom.UNDERFITS,
    severities=Severities("length padded to", at=tagged_steps, doses=(4, 6, 10, 20, 40), plain=10),
    touches={"loss"},
    hints=(
        "Of the ten steps of a sequence, how many does the task ask about?",
        "Count the answers 0, 1, 2 and 3 on real steps. Which answer is the model fond of?",
        "The loss is a mean over all entries of `targets`. What share of them is 0?",
    ),
    also_accepted={
        "class_imbalance": "The padding acts as a class that makes up 70 % of the targets.",
    },
)
