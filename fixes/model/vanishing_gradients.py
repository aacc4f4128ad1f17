"""Let the gradient reach the first layer.

## Why it failed

Backpropagation multiplies the gradient, layer by layer, by the layer's weights and by the slope of its activation.
A sigmoid's slope is s(1 − s), at most 1/4. PyTorch's default weights have a variance of 1/(3n), n being the inputs of
the layer, and scale a gradient by about 1/√3. Together: a factor of 1/7 for each layer. Measured before the first
step, the gradient of the first layer's weights is 50,000 times smaller than that of the last layer's. The
layers near the images stay as they were drawn, and the last one cannot tell apart what they hand on.

## Why this helps

Four ways to bring that factor to about 1. Each reaches the goal alone.

- `relu`: the slope is 1 for every active unit. He's initialisation, variance 2/n, makes up for the half that is
  inactive. 0.96 on average; the first choice for plain networks.
- `silu`: a smooth relative of ReLU without a dead half, drawn in the same way. 0.96 here; common in newer models.
- `residual_connections`: each layer gives x + s(Wx + b), so its derivative is the identity plus something small, and
  the identity passes the gradient on whole, even through sigmoids. 0.95; what makes networks of 100 layers trainable.
- `batch_normalisation`: what leaves each sigmoid gets mean 0 and variance 1 over the batch. The next layer sees
  differences between images again, and dividing by a small standard deviation enlarges the gradient. 0.96.

## What it costs

ReLU and SiLU: nothing. Residual connections: inputs and outputs of a block must have the same size. Batch
normalisation: a quarter more time here, and a dependence on the batch, which must not be tiny.

## How to check

    print([f"{p.grad.norm():.0e}" for p in model.parameters() if p.ndim > 1])  # after backward(), first layer first

## When it is not the cause

If all layers' gradients are small, the last one's as well, look at the weights they start from: `small_initialization`,
`zero_initialization`. If they are healthy and nothing moves, look at the rate: `low_learning_rate`. A plain ReLU
stack can stall too when it is very deep: `degraded_depth`; and one whose units are all off is `dying_relu`.

## References

- X. Glorot and Y. Bengio, Understanding the Difficulty of Training Deep Feedforward Neural Networks, 2010,
  https://proceedings.mlr.press/v9/glorot10a.html
- K. He et al., Delving Deep into Rectifiers, 2015, arXiv:1502.01852 (the initialisation)
- K. He et al., Deep Residual Learning for Image Recognition, 2015, arXiv:1512.03385
- S. Ioffe and C. Szegedy, Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift,
  2015, arXiv:1502.03167
- S. Elfwing, E. Uchibe and K. Doya, Sigmoid-Weighted Linear Units for Neural Network Function Approximation in
  Reinforcement Learning, 2017, arXiv:1702.03118 (SiLU)
"""

from dataclasses import replace
from functools import partial

from torch import nn

from harness.models import mlp
from scenarios.model.vanishing_gradients import broken


def with_he(activation):
    model = mlp(784, 80, 80, 80, 80, 80, 80, 10, activation=activation)  # one with a slope near 1, not 1/4 at most
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # keeps the signal's size through the layers
            nn.init.zeros_(layer.bias)
    return model


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, width)

    def forward(self, inputs):
        return inputs + self.linear(inputs).sigmoid()  # the gradient comes back along `inputs`, unshrunk


def with_residuals():
    blocks = [Residual(80) for _ in range(5)]
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 80), *blocks, nn.Linear(80, 10))


def with_batch_norm():
    layers = [nn.Flatten()]
    for wide in (784, 80, 80, 80, 80, 80):
        layers += [nn.Linear(wide, 80), nn.Sigmoid(), nn.BatchNorm1d(80)]  # spreads the values that meet the next layer
    return nn.Sequential(*layers, nn.Linear(80, 10))


relu = replace(broken, model=partial(with_he, nn.ReLU))
silu = replace(broken, model=partial(with_he, nn.SiLU))
residual_connections = replace(broken, model=with_residuals)
batch_normalisation = replace(broken, model=with_batch_norm)
