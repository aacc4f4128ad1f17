"""Two linear layers with nothing between them, on purpose.

There is no activation function, so the two layers can do no more than one. The loss falls from about 10 to 0.03, and
R² on the held-back rows is 0.96 to 0.97, as good as that of a linear regression and the best that anything could
reach.

What sets it apart from `missing_nonlinearity`: the task is linear too. The best estimate of the quantity is a weighted
sum of the readings plus a constant, so a hidden ReLU would have nothing to add. Two linear layers compute what one can,
W₂(W₁x + b₁) + b₂ = Wx + b; the second costs a little time and nothing in the score. (A. Saxe, J. McClelland, S.
Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural networks, 2013,
https://arxiv.org/abs/1312.6120.)
"""

from functools import partial

from torch import nn
from torch.optim import SGD

from trainwreck import Control, Recipe
from trainwreck.tasks import readings


def network():
    return nn.Sequential(nn.Linear(8, 16), nn.Linear(16, 1), nn.Flatten(0))


control = Control(
    task=readings(),
    healthy=Recipe(
        model=network,
        loss=nn.MSELoss(),
        optimizer=partial(SGD, lr=0.02),
        epochs=8,
    ),
    looks_like="missing_nonlinearity",
)
