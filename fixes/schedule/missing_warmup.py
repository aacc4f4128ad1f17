import copy
import itertools
import math
from dataclasses import replace
from functools import partial

import torch
from torch.optim.lr_scheduler import LinearLR

from trainwreck import Reading
from trainwreck.scenarios.schedule.missing_warmup import broken

# from a hundredth of the rate to all of it, in 80 of the 117 steps
rate_warmup = replace(broken, schedule=partial(LinearLR, start_factor=0.01, total_iters=80), schedule_per="batch")


def check(model, optimizer, update, loader, inputs, targets):
    """How many times its value does the loss of a batch reach in ten steps, at the start and after a warm-up?"""

    def leap():
        losses = torch.tensor([update(inputs, targets) for _ in range(10)])
        return float(f"{losses.max() / losses[0]:.2g}")

    start, rate, cold = copy.deepcopy(model.state_dict()), optimizer.param_groups[0]["lr"], leap()
    if math.isfinite(cold):
        return Reading({"cold": cold}, suspicious=False)
    model.load_state_dict(start)
    for step, batch in zip(range(80), itertools.cycle(loader), strict=False):
        optimizer.param_groups[0]["lr"] = rate * (step + 1) / 80
        update(*batch)
    return Reading({"cold": cold, "warm": (warm := leap())}, suspicious=math.isfinite(warm))
