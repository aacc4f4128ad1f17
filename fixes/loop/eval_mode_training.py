from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import Adam

from trainwreck import Reading
from trainwreck.scenarios.loop.eval_mode_training import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()  # someone may have called eval() since the last step
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


training_mode = replace(broken, step=step)


def check(model, update, predict, inputs, targets):
    """Which layers are still in evaluation mode when an update follows a prediction?"""
    minding = (nn.BatchNorm1d, nn.BatchNorm2d, nn.Dropout)  # other layers do not care
    layers = [(name, layer) for name, layer in model.named_modules() if isinstance(layer, minding)]
    predict(model, inputs)
    update(inputs, targets)
    asleep = [name for name, layer in layers if not layer.training]
    return Reading(asleep, suspicious=bool(asleep)) if layers else None


impostors = {
    "adam": replace(broken, optimizer=partial(Adam, lr=0.003), schedule=None, epochs=12),  # learns without normalising
}
