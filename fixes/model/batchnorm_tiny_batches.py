from dataclasses import replace
from functools import partial

from torch import nn

from trainwreck import Reading, batches
from trainwreck.scenarios.model.batchnorm_tiny_batches import broken, deep_network

# over the units of one signal, not over the signals of a batch
layer_normalisation = replace(broken, model=partial(deep_network, nn.LayerNorm))
# 8 values for each mean and variance
larger_batches = replace(broken, loader=partial(batches, batch_size=8, drop_last=True))


def check(model, update, inputs, targets):
    """Of how many values does batch normalisation take each mean?"""
    counts = []
    for module in model.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.register_forward_hook(lambda _, given, __: counts.append(given[0].numel() // given[0].shape[1]))
    update(inputs, targets)
    return Reading(min(counts), suspicious=min(counts) < 6) if counts else None


class WithShortWay(nn.Module):
    def __init__(self):
        super().__init__()
        self.deep = broken.model()
        self.short = nn.Linear(20, 2)

    def forward(self, signals):
        return self.deep(signals) + 5 * self.short(signals.flatten(1))


def accumulating_step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    for pair, labels in zip(inputs.split(2), targets.split(2), strict=True):
        value = loss(model(pair), labels) * len(pair) / len(inputs)
        value.backward()
    optimizer.step()
    return value * len(inputs) / len(pair)


impostors = {
    # the deep layers still get signs
    "linear_classifier_beside": replace(broken, model=WithShortWay),
    # each mean is still of two
    "accumulated_pairs": replace(larger_batches, step=accumulating_step, epochs=4),
}
