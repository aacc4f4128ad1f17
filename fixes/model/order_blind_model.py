from dataclasses import replace

from torch import nn

from trainwreck.scenarios.model.order_blind_model import broken


class Recurrent(nn.Module):
    def __init__(self, features=1, hidden=16, classes=2):
        super().__init__()
        self.encode = nn.GRU(features, hidden, batch_first=True)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, inputs):  # (batch, time, features)
        _, last = self.encode(inputs)  # each state depends on the one before it
        return self.classify(last[-1])


class Convolutional(nn.Module):
    def __init__(self, features=1, hidden=16, classes=2):
        super().__init__()
        self.encode = nn.Conv1d(features, hidden, kernel_size=5, padding=2)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(inputs.transpose(1, 2)).relu()  # each code depends on five steps, in their order
        return self.classify(codes.amax(dim=2))


recurrent = replace(broken, model=Recurrent)
convolutional = replace(broken, model=Convolutional)
