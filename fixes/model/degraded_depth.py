from dataclasses import replace

from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.degraded_depth import broken


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear1 = nn.Linear(width, width)
        self.linear2 = nn.Linear(width, width)

    def forward(self, inputs):
        hidden = self.linear1(inputs.relu())
        return inputs + self.linear2(hidden.relu())  # the sum keeps what came in, and passes the gradient back


def with_shortcuts(width=64, depth=5):
    blocks = [Block(width) for _ in range(depth)]
    return nn.Sequential(nn.Flatten(), nn.Linear(784, width), *blocks, nn.ReLU(), nn.Linear(width, 10))


residual_connections = replace(broken, model=with_shortcuts)


def check(model, inputs):
    """By how much do images differ after the layer that lets least of it through, beside the layer with most?"""
    spreads = []
    for module in model.modules():
        if isinstance(module, nn.Linear):
            module.register_forward_hook(lambda _, __, outputs: spreads.append(outputs.std(dim=0).mean().item()))
    model(inputs)
    spreads = [spread for spread in spreads if spread > 0]
    if len(spreads) < 3:
        return None
    ratio = min(spreads) / max(spreads)
    return Reading(float(f"{ratio:.1e}"), suspicious=ratio < 1e-3)


class WithShortWay(nn.Module):
    def __init__(self):
        super().__init__()
        self.deep = broken.model()
        self.short = nn.Linear(784, 10)

    def forward(self, images):
        return self.deep(images) + self.short(images.flatten(1))


# the deep layers see next to nothing
impostors = {"linear_classifier_beside": replace(broken, model=WithShortWay)}
