from copy import deepcopy
from dataclasses import replace
from functools import partial
from itertools import cycle, islice

import torch
from torch.optim.lr_scheduler import LinearLR

from trainwreck import Reading, batches, mlp
from trainwreck.scenarios.loop.single_sample_batches import broken

mini_batches = replace(broken, loader=partial(batches, batch_size=64), epochs=8)  # 88 updates in all


def check(model, loss, optimizer, update, train, inputs):
    """Does the loss rise over 32 updates on batches this small, where batches of 64 bring it down?"""
    if len(inputs) > 8:
        return None
    start, order = deepcopy((model.state_dict(), optimizer.state_dict())), torch.randperm(len(train))
    values = [loss(model(train.inputs), train.targets).item()]
    for size in (len(inputs), 64):
        model.load_state_dict(start[0])
        optimizer.load_state_dict(start[1])
        parts = zip(train.inputs[order].split(size), train.targets[order].split(size), strict=True)
        for part, wanted in islice(cycle(parts), 32):
            update(part, wanted)
        values.append(loss(model(train.inputs), train.targets).item())
    first, own, usual = (round(value, 2) for value in values)
    return Reading([first, own, usual], suspicious=not own < first and usual < first)  # one rises, the other falls


impostors = {
    "linear_model": replace(
        broken,
        model=partial(mlp, 784, 10),  # nothing that can saturate
        schedule=partial(LinearLR, start_factor=1.0, end_factor=0.01, total_iters=675),
        schedule_per="batch",
    )
}
