from dataclasses import replace
from functools import partial

import torch
from torch.optim import SGD

from trainwreck import Reading, batches
from trainwreck.scenarios.data.unshuffled_batches import broken

# a new random order in every epoch: each batch is a small sample of all classes
shuffled_batches = replace(broken, loader=partial(batches, batch_size=16, shuffle=True))


def check(loader):
    """How much do the targets vary within a batch, beside all of them?"""
    batches = [targets.float() for _, targets in loader if len(targets) > 1]
    if not batches:
        return None
    within = torch.stack([targets.var() for targets in batches]).mean()
    ratio = (within / torch.cat(batches).var()).item()
    return Reading(round(ratio, 3), suspicious=ratio < 0.5)  # in random order: 1


def batches_in_random_order(split):
    starts = 16 * torch.randperm(len(split) // 16)
    rows = (starts.unsqueeze(1) + torch.arange(16)).flatten()
    return batches(split, batch_size=16, shuffle=False, sampler=rows.tolist())


impostors = {
    "reordered_batches": replace(broken, loader=batches_in_random_order),  # the batches, not the rows
    "small_steps": replace(broken, optimizer=partial(SGD, lr=0.001, momentum=0.9), epochs=80),  # forgets more slowly
}
