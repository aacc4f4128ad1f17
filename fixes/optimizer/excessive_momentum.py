from dataclasses import replace
from functools import partial

from torch.optim import SGD

from trainwreck import Reading, batches
from trainwreck.scenarios.optimizer.excessive_momentum import broken

less_momentum = replace(broken, optimizer=partial(SGD, lr=0.01, momentum=0.9))  # a tenth of the speed lost per step


def check(optimizer, log):
    """How much of the height of a swing is left after as many steps as the run makes?"""
    momentum = optimizer.param_groups[0].get("momentum")
    if not momentum:
        return None
    left = momentum ** (len(log.losses) / 2)  # friction takes 1 - momentum of the speed, and half of it of the height
    return Reading(round(left, 3), suspicious=left > 0.5)


impostors = {  # eleven steps: half a wave
    "stopped_in_the_valley": replace(broken, loader=partial(batches, batch_size=75), epochs=1),
}
