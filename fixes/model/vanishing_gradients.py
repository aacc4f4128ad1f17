from dataclasses import replace
from functools import partial

from torch import nn

from trainwreck import Reading, mlp
from trainwreck.scenarios.model.vanishing_gradients import broken


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear = nn.Linear(width, width)

    def forward(self, inputs):
        return inputs + self.linear(inputs).sigmoid()  # the gradient comes back along `inputs`, unshrunk


def with_residuals():
    blocks = [Residual(128) for _ in range(4)]
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.Sigmoid(), *blocks, nn.Linear(128, 10))


def with_batch_norm():
    layers = [nn.Flatten()]
    for wide in (784, 128, 128, 128, 128):
        layers += [
            nn.Linear(wide, 128),
            nn.Sigmoid(),
            nn.BatchNorm1d(128),
        ]  # spreads the values that meet the next layer
    return nn.Sequential(*layers, nn.Linear(128, 10))


# a slope of 1, not 1/4 at most
relu = replace(broken, model=partial(mlp, 784, 128, 128, 128, 128, 128, 10, activation=nn.ReLU))
residual_connections = replace(broken, model=with_residuals)
batch_normalisation = replace(broken, model=with_batch_norm)


def check(model, loss, inputs, targets):
    """How much smaller is the gradient of the layer that gets least than that of the layer that gets most?"""
    loss(model(inputs), targets).backward()
    norms = [p.grad.norm().item() for p in model.parameters() if p.grad is not None and p.ndim > 1]
    norms = [norm for norm in norms if norm > 0]  # exactly zero is another fault
    if len(norms) < 3:
        return None
    ratio = min(norms) / max(norms)
    return Reading(float(f"{ratio:.1e}"), suspicious=ratio < 2e-3)  # a hundredth is usual where nets train


class WithShortWay(nn.Module):
    def __init__(self):
        super().__init__()
        self.deep = broken.model()
        self.short = nn.Linear(784, 10)

    def forward(self, images):
        return self.deep(images) + self.short(images.flatten(1))


# the deep layers stay as they were drawn
impostors = {"linear_classifier_beside": replace(broken, model=WithShortWay)}
