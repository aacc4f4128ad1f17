"""A batch normalisation in evaluation mode while the network trains, on purpose.

From the fortieth update on, the layer takes no notice of the batch: `training` is False, its mean and variance stay the
same, and `model.train()` does not change that. The loss falls from ln 10 = 2.3 to a few hundredths, and more than nine
in ten new images get the right answer.

What sets it apart from `eval_mode_training`: the statistics were there before they were frozen. The first 40 updates
made them; of the values that they began with, 0.9⁴⁰ = 1.5 % is left. From then on the layer is a fixed scale and shift,
the same in training as in use, and what is behind it adapts. This is usual where batches are small or a network is
tuned further, as detectors are, and in training for quantised weights. (R. Krishnamoorthi, Quantizing deep
convolutional networks for efficient inference, 2018, https://arxiv.org/abs/1806.08342.)
"""

from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe
from trainwreck.tasks import digits


class Classifier(nn.Module):
    """Takes the statistics of its normalisation from the first ``settled`` updates, and keeps them from then on."""

    def __init__(self, hidden=128, settled=40):
        super().__init__()
        self.settled = settled
        self.spread = nn.Sequential(nn.Flatten(), nn.Linear(784, hidden, bias=False))
        self.normalise = nn.BatchNorm1d(hidden)
        self.answer = nn.Sequential(nn.ReLU(), nn.Linear(hidden, 10))

    def train(self, mode=True):
        super().train(mode)
        if self.normalise.num_batches_tracked >= self.settled:
            self.normalise.eval()
        return self

    def forward(self, images):  # (batch, 1, 28, 28)
        return self.answer(self.normalise(self.spread(images)))


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


control = Control(
    task=digits(),
    healthy=Recipe(
        model=Classifier,
        loss=nn.CrossEntropyLoss(),
        optimizer=partial(Adam, lr=0.002),
        step=step,
        epochs=12,
    ),
    looks_like="eval_mode_training",
)
