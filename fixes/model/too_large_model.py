from dataclasses import replace
from functools import partial

from sklearn.linear_model import Ridge, RidgeClassifier
from sklearn.metrics import accuracy_score, r2_score
from torch.optim import Adam

from trainwreck import EarlyStopping, Reading
from trainwreck.scenarios.model.too_large_model import broken, network

smaller = replace(broken, model=partial(network, units=4))  # 89 numbers instead of 1,409
weight_decay = replace(broken, optimizer=partial(Adam, lr=0.02, weight_decay=0.1))  # large weights cost
early_stopping = replace(broken, stop=partial(EarlyStopping, patience=5))  # back to the best epoch


def check(trained, predict, train, validation):
    """Does a straight line know new rows better than a model that knows far more of its own rows than of new ones?"""
    if train.targets.ndim != 1 or not train.inputs.isfinite().all():
        return None
    values = train.targets.is_floating_point()
    line, score = (Ridge(), r2_score) if values else (RidgeClassifier(), accuracy_score)
    line.fit(train.inputs.flatten(1), train.targets)
    told = line.score(validation.inputs.flatten(1), validation.targets)
    answers = [predict(trained, part.inputs).nan_to_num() for part in (train, validation)]
    named = [answer if values else answer.argmax(dim=1) for answer in answers]
    own, new = score(train.targets, named[0]), score(validation.targets, named[1])
    reading = {"own rows": round(own, 2), "new rows": round(new, 2), "line, new rows": round(told, 2)}
    return Reading(reading, suspicious=own > new + 0.2 and told > new + 0.05)


impostors = {
    # a little dearer, and the rows are known by heart all the same
    "light_weight_decay": replace(broken, optimizer=partial(Adam, lr=0.02, weight_decay=0.003)),
}
