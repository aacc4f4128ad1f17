"""Clear."""
from dataclasses import replace

from scenarios.loop.accumulated_gradients import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


cleared = replace(broken, step=step)
