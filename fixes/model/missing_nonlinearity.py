from dataclasses import replace

from torch import nn

from trainwreck.scenarios.model.missing_nonlinearity import broken


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Linear(10, 64)
        self.layer2 = nn.Linear(64, 64)
        self.output = nn.Linear(64, 1)

    def forward(self, inputs):
        hidden = self.layer1(inputs).relu()  # without it, two linear layers are one
        hidden = self.layer2(hidden).relu()
        return self.output(hidden).squeeze(1)


activations = replace(broken, model=Regressor)
