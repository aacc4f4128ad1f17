import copy
import itertools
from dataclasses import replace
from functools import partial

import torch
from torch.optim import SGD
from torch.optim.lr_scheduler import LinearLR

from trainwreck import Reading
from trainwreck.scenarios.schedule.missing_warmup import broken

# from a hundredth of the rate to all of it, in 240 of the 330 steps
rate_warmup = replace(broken, schedule=partial(LinearLR, start_factor=0.01, total_iters=240), schedule_per="batch")


def check(model, optimizer, update, loader, inputs, targets):
    """How many times the first loss of a batch do ten steps on it reach, at the start and after a warm-up?"""
    start, rate = copy.deepcopy(model.state_dict()), optimizer.param_groups[0]["lr"]
    cold = warm = torch.tensor([update(inputs, targets) for _ in range(10)])
    if not cold.max() < 100 * cold[0]:
        model.load_state_dict(start)
        optimizer.state.clear()  # of the steps that blew up
        for step, batch in zip(range(240), itertools.cycle(loader), strict=False):
            optimizer.param_groups[0]["lr"] = rate * (step + 1) / 240
            update(*batch)
        warm = torch.tensor([update(inputs, targets) for _ in range(10)])
    reached = [float(f"{losses.max() / cold[0]:.2g}") for losses in (cold, warm)]
    return Reading(reached, suspicious=reached[1] < 0.5)


impostors = {"fifth_of_the_rate": replace(broken, optimizer=partial(SGD, lr=0.0014, momentum=0.9))}  # few arrive
