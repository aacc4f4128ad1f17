from dataclasses import replace

from torch import nn

from trainwreck.scenarios.loop.exploding_gradients import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=0.25)  # keeps the direction, bounds the length
    optimizer.step()
    return value


class GRUCounter(nn.Module):
    def __init__(self, features=1, hidden=16):
        super().__init__()
        self.read = nn.GRU(features, hidden, batch_first=True)  # states stay between -1 and 1
        self.answer = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        states, _ = self.read(inputs)
        return self.answer(states[:, -1]).squeeze(1)


class LSTMCounter(nn.Module):
    def __init__(self, features=1, hidden=32):
        super().__init__()
        self.read = nn.LSTM(features, hidden, batch_first=True)  # cells that add up, behind bounded gates
        nn.init.constant_(self.read.bias_ih_l0[hidden : 2 * hidden], 3.0)  # the forget gates start open
        self.answer = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        states, _ = self.read(inputs)
        return self.answer(states[:, -1]).squeeze(1)


clipped_gradients = replace(broken, step=step)
gru = replace(broken, model=GRUCounter)
lstm = replace(broken, model=LSTMCounter)
