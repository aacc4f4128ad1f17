"""Every gradient is cut to a hundredth or less, on purpose.

The gradients of this recurrent network are a hundred to several thousand times as long, and each one is scaled down to
0.25. The loss falls to a few hundredths of its start. From one batch to the next it may well rise fourfold.

What sets it apart from `exploding_gradients`: the loss stays within its range, because no step is longer than the bound
allows. And from `tight_clipping`: the steps that are left bring the loss down. The direction of a gradient is what
counts; a rate of 0.02 times 0.25, with a momentum of 0.9, makes steps of a bounded length, and a few dozen of them are
enough.
"""

from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import Control, Recipe
from trainwreck.tasks import net_steps


class Counter(nn.Module):
    def __init__(self, features=1, hidden=64):
        super().__init__()
        self.read = nn.RNN(features, hidden, nonlinearity="relu", batch_first=True)
        nn.init.eye_(self.read.weight_hh_l0)
        self.answer = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        states, _ = self.read(inputs)
        return self.answer(states[:, -1]).squeeze(1)


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=0.25)
    optimizer.step()
    return value


control = Control(
    task=net_steps(length=20),
    healthy=Recipe(
        model=Counter,
        loss=nn.MSELoss(),
        optimizer=partial(SGD, lr=0.02, momentum=0.9),
        schedule=partial(CosineAnnealingLR, T_max=5),
        step=step,
        epochs=5,
    ),
    looks_like="exploding_gradients",
)
