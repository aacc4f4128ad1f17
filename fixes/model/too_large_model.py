from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from torch.optim import Adam

from trainwreck import EarlyStopping, Reading, mlp
from trainwreck.scenarios.model.too_large_model import broken

smaller = replace(broken, model=partial(mlp, 30, 10, 5))  # 365 numbers instead of 21,125
dropout = replace(broken, model=partial(mlp, 30, 128, 128, 5, dropout=0.8))  # no unit can rely on another
weight_decay = replace(broken, optimizer=partial(Adam, lr=0.008, weight_decay=0.05))  # large weights cost
early_stopping = replace(broken, stop=partial(EarlyStopping, patience=4))  # back to the best epoch


def check(trained, predict, train, validation):
    """Does a straight line know new rows better than a model that knows far more of its own rows than of new ones?"""
    if train.targets.is_floating_point() or train.targets.ndim != 1:
        return None
    parts = (train, validation)
    columns = [F.pad(part.inputs.flatten(1).double(), (0, 1), value=1.0) for part in parts]
    penalty = torch.eye(columns[0].shape[1])
    moments = columns[0].T @ F.one_hot(train.targets).double()
    line = torch.linalg.solve(columns[0].T @ columns[0] + penalty, moments)
    answers = [predict(trained, part.inputs) for part in parts] + [columns[1] @ line]
    labels = (train.targets, validation.targets, validation.targets)
    own, new, told = ((a.argmax(dim=1) == t).float().mean().item() for a, t in zip(answers, labels, strict=True))
    reading = {"own rows": round(own, 2), "new rows": round(new, 2), "line, new rows": round(told, 2)}
    return Reading(reading, suspicious=own > new + 0.2 and told > new + 0.05)


impostors = {
    # some noise, and most rows are known by heart all the same
    "light_dropout": replace(broken, model=partial(mlp, 30, 128, 128, 5, dropout=0.1)),
}
