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
    """Does a straight line tell more about new rows than a model that knows its own by heart?"""
    if train.targets.is_floating_point() or train.targets.ndim != 1:
        return None
    line = RidgeClassifier().fit(train.inputs.flatten(1), train.targets)
    told = line.score(validation.inputs.flatten(1), validation.targets)
    own, new = (
        (predict(trained, part.inputs).argmax(dim=1) == part.targets).float().mean().item()
        for part in (train, validation)
    )
    reading = {"own rows": round(own, 2), "new rows": round(new, 2), "line on new rows": round(told, 2)}
    return Reading(reading, suspicious=own > new + 0.2 and told > new + 0.05)


impostors = {
    "light_dropout": replace(broken, model=partial(mlp, 30, 128, 128, 5, dropout=0.2)),
    "half_as_long": replace(broken, epochs=8),
}
