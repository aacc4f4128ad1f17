from dataclasses import replace

from torch import nn

from trainwreck.scenarios.model.degraded_depth import broken


class Block(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.linear1 = nn.Linear(width, width)
        self.linear2 = nn.Linear(width, width)

    def forward(self, inputs):
        hidden = self.linear1(inputs.relu())
        return inputs + self.linear2(hidden.relu())  # the sum keeps what came in, and passes the gradient back


def deep_network(width=64, depth=10):
    blocks = [Block(width) for _ in range(depth)]
    return nn.Sequential(nn.Flatten(), nn.Linear(784, width), *blocks, nn.ReLU(), nn.Linear(width, 10))


residual_connections = replace(broken, model=deep_network)
