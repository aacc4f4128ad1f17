from dataclasses import replace

from torch.optim import SGD

from trainwreck import Reading
from trainwreck.scenarios.optimizer.recreated_optimizer import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()  # the one optimizer of the whole run, which remembers the steps before
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


one_optimizer = replace(broken, step=step)


def check(optimizer, update, loader):
    """For how many tensors does the optimizer remember anything after eight steps?"""
    group = optimizer.param_groups[0]
    if not (group.get("momentum") or "betas" in group or "alpha" in group):  # plain SGD has nothing to remember
        return None
    for (inputs, targets), _ in zip(loader, range(8), strict=False):
        update(inputs, targets)
    return Reading(len(optimizer.state), suspicious=len(optimizer.state) == 0)


def larger_step(model, loss, optimizer, inputs, targets):
    return step(model, loss, SGD(model.parameters(), lr=0.1, momentum=0.9), inputs, targets)


impostors = {"ten_times_the_rate": replace(broken, step=larger_step)}  # momentum still never acts
