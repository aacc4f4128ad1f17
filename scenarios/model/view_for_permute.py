"""An image's answer depends on the other images in its batch.

A GRU reads each image as seven strips from top to bottom. There is no error and no warning: every tensor has the shape
that the documentation asks for. The loss starts at 2.3 and stays there, and the answers are guesses. The same image
gets another answer when the batch around it changes.
"""

from functools import partial

from torch import nn
from torch.optim import Adam
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Recipe, Scenario, Symptom
from trainwreck.tasks import digits


class StripReader(nn.Module):
    def __init__(self, hidden=80, classes=10):
        super().__init__()
        self.gru = nn.GRU(input_size=112, hidden_size=hidden)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, images):
        strips = images.reshape(-1, 7, 112)  # four rows of 28 pixels make a strip
        sequence = strips.view(7, -1, 112)  # the GRU wants (time, batch, features)
        _, last = self.gru(sequence)
        return self.classify(last[-1])


broken = Recipe(
    model=StripReader,
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.01),
    schedule=partial(CosineAnnealingLR, T_max=14),  # steadies the last steps
    epochs=14,
)

scenario = Scenario(
    task=digits(),
    broken=broken,
    symptom=Symptom.STALLS,
    severities="Axes are swapped or memory is read in another order.",
    touches={"model"},
    hints=(
        "Predict one image alone, then the same image in a batch of 64. Which result should differ, and does it?",
        "Fill image k of a batch with the number k. What numbers does the GRU see in sequence 0?",
        "`view` gives a tensor a new shape. Does it ever change the order in which the numbers lie in memory?",
    ),
    also_accepted={
        "misaligned_labels": "Each output belongs to other images than the label it is compared with.",
        "softmax_over_batch": "What belongs to different samples of a batch is mixed there as well.",
    },
)
