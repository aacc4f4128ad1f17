from dataclasses import replace
from functools import partial

from sklearn.linear_model import RidgeClassifier
from torch.optim import Adam

from trainwreck import EarlyStopping, Reading, mlp
from trainwreck.scenarios.model.too_large_model import broken

smaller = replace(broken, model=partial(mlp, 30, 10, 5))  # 365 numbers instead of 21,125
dropout = replace(broken, model=partial(mlp, 30, 128, 128, 5, dropout=0.8))  # no unit can rely on another
weight_decay = replace(broken, optimizer=partial(Adam, lr=0.008, weight_decay=0.05))  # large weights cost
early_stopping = replace(broken, stop=partial(EarlyStopping, patience=4))  # back to the best epoch


def check(trained, predict, train, validation):
    """Does the model know its rows by heart, and a straight line know new rows better?"""
    if train.targets.is_floating_point() or train.targets.ndim != 1:
        return None
    line = RidgeClassifier().fit(train.inputs.flatten(1), train.targets)
    simple = line.score(validation.inputs.flatten(1), validation.targets)
    outputs = [predict(trained, part.inputs) for part in (train, validation)]
    old, new = (
        (o.argmax(dim=1) == part.targets).float().mean().item() for o, part in zip(outputs, (train, validation))
    )
    return Reading([round(old, 2), round(new, 2), round(simple, 2)], suspicious=old > 0.95 and new < simple - 0.05)


impostors = {"light_dropout": replace(broken, model=partial(mlp, 30, 128, 128, 5, dropout=0.2))}
