import copy
import itertools
from dataclasses import replace
from functools import partial

import torch
from torch.optim import SGD
from torch.optim.lr_scheduler import LinearLR

from trainwreck import Reading
from trainwreck.scenarios.schedule.missing_warmup import broken

# from a hundredth of the rate to all of it, in 150 of the 225 steps
rate_warmup = replace(broken, schedule=partial(LinearLR, start_factor=0.01, total_iters=150), schedule_per="batch")


def check(model, optimizer, update, loader, inputs, targets):
    """How many times its value does the loss of a batch reach in ten steps, at the start and after a warm-up?"""

    def leap():
        losses = torch.tensor([update(inputs, targets) for _ in range(10)])
        return float(f"{losses.max() / losses[0]:.2g}")

    start, rate, cold = copy.deepcopy(model.state_dict()), optimizer.param_groups[0]["lr"], leap()
    if cold < 100:
        return Reading({"cold": cold}, suspicious=False)
    model.load_state_dict(start)
    optimizer.state.clear()  # the momentum of the steps that blew up
    for step, batch in zip(range(150), itertools.cycle(loader), strict=False):
        optimizer.param_groups[0]["lr"] = rate * (step + 1) / 150
        update(*batch)
    return Reading({"cold": cold, "warm": (warm := leap())}, suspicious=warm < 10)


impostors = {"tenth_of_the_rate": replace(broken, optimizer=partial(SGD, lr=0.001, momentum=0.9))}  # most never arrive
