from dataclasses import replace
from functools import partial

from torch.optim import Adam
from unseen.scenarios.optimizer.large_epsilon import broken

from trainwreck import Reading

small_epsilon = replace(broken, optimizer=partial(Adam, lr=0.001, eps=1e-8))


def check(model, loss, optimizer, inputs, targets):
    """How large is Adam's constant, in units of the gradient that it is added to?"""
    if not isinstance(optimizer, Adam):
        return None
    loss(model(inputs), targets).backward()
    sizes = [p.grad.square().mean().sqrt().item() for p in model.parameters() if p.grad is not None and p.grad.any()]
    ratio = optimizer.param_groups[0]["eps"] / max(sizes) if sizes else 0.0
    return Reading(round(ratio, 3), suspicious=ratio > 1)
