from dataclasses import replace
from functools import partial

from torch.optim import SGD

from trainwreck import Reading
from trainwreck.scenarios.loop.cleared_gradients import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()  # before backward(): what backward() writes is still there when step() reads it
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


kept_gradients = replace(broken, step=step)


def check(optimizer, update, inputs, targets):
    """How many parameters have a gradient at the moment of the optimizer's step?"""
    found = []

    def look(optimizer, args, kwargs):
        held = [parameter.grad for group in optimizer.param_groups for parameter in group["params"]]
        found.append(sum(gradient is not None and bool(gradient.any()) for gradient in held))

    optimizer.register_step_pre_hook(look)
    update(inputs, targets)
    return Reading(found[0], suspicious=found[0] == 0) if found else None


impostors = {
    "weight_decay": replace(broken, optimizer=partial(SGD, lr=0.05, weight_decay=0.1)),  # weights move, unlearning
}
