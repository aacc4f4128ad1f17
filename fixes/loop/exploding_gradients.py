from dataclasses import replace
from functools import partial
from math import inf

from torch import nn
from torch.nn.utils import clip_grad_norm_, parameters_to_vector
from torch.optim import SGD, Adam

from trainwreck import Reading
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
    def __init__(self, features=1, hidden=64):
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
lstm = replace(broken, model=LSTMCounter)  # three changes: the cell, its width, the forget gates


def check(model, update, inputs, targets):
    """By how many per cent can a recurrent network's loss change if its weights change by one per cent?"""
    if not any(isinstance(module, nn.RNNBase) for module in model.modules()):
        return None
    length = parameters_to_vector(model.parameters()).norm().item()
    value = update(inputs, targets)
    gradient = clip_grad_norm_(model.parameters(), inf).item()  # as the optimizer has used it
    steepness = gradient * length / value
    return Reading(round(steepness, 2), suspicious=not steepness < 10)  # ordinary networks: about 1


impostors = {
    "thousandth_of_the_rate": replace(broken, optimizer=partial(SGD, lr=2e-5, momentum=0.9)),  # one bad batch away
    "adam": replace(broken, optimizer=partial(Adam, lr=0.003)),  # forgives any one length
}
