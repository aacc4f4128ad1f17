"""The score lags behind the loss, and half of the parameters have no gradient, on purpose.

The training loss is halved within the first epoch or two, while the validation accuracy is still that of a network that
has learned next to nothing; it takes five to ten epochs to get to nine in ten. The network that answers is not the one
that is trained: its weights require no gradient, and the optimizer does not have them. In the end more than nine in ten
new images get the right answer.

What sets it apart from `stale_checkpoint`: the copy follows the network, a fiftieth of the way in each step. So it is
an average of the weights over about the last fifty steps, behind them while they still change, and steadier than they
are when they only jitter. A stale copy is what the weights were once, or what they are now. (B. Polyak, A. Juditsky,
Acceleration of stochastic approximation by averaging, 1992, doi:10.1137/0330046.)
"""

from torch import nn
from torch.optim import Adam
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn

from trainwreck import Control, Recipe, mlp
from trainwreck.tasks import digits


class WithAverage(nn.Module):
    """A network, and a copy of it that answers; the copy's weights are averages over about the last fifty steps."""

    def __init__(self):
        super().__init__()
        net = mlp(784, 64, 10)
        self.average = AveragedModel(net, multi_avg_fn=get_ema_multi_avg_fn(0.98)).requires_grad_(False)
        self.net = net

    def forward(self, images):  # (batch, 1, 28, 28)
        return self.net(images) if self.training else self.average(images)


def trainable(parameters):
    return Adam([parameter for parameter in parameters if parameter.requires_grad], lr=0.003)


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    model.average.update_parameters(model.net)
    return value


control = Control(
    task=digits(),
    healthy=Recipe(
        model=WithAverage,
        loss=nn.CrossEntropyLoss(),
        optimizer=trainable,
        step=step,
        epochs=18,
    ),
    looks_like="stale_checkpoint",
)
