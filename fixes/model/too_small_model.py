from dataclasses import replace
from functools import partial

import torch
from sklearn.metrics import balanced_accuracy_score
from sklearn.neighbors import KNeighborsClassifier

from trainwreck import Reading, mlp
from trainwreck.scenarios.model.too_small_model import broken

hidden_layers = replace(broken, model=partial(mlp, 2, 32, 32, 3))  # the second layer bends what the first has bent
wider = replace(broken, model=partial(mlp, 2, 256, 3))  # one layer of many bends


def check(model, loss, train, validation):
    """Can the model learn two hundred points by heart as well as the neighbours of a new point tell its class?"""
    if train.targets.is_floating_point() or train.targets.ndim != 1 or not train.inputs.isfinite().all():
        return None
    neighbours = KNeighborsClassifier().fit(train.inputs.flatten(1), train.targets)
    told = balanced_accuracy_score(validation.targets, neighbours.predict(validation.inputs.flatten(1)))
    inputs, targets = train.inputs[:200], train.targets[:200]
    optimizer = torch.optim.Rprop(model.parameters(), lr=0.01)  # of all the points: no rate to choose
    for _ in range(40):
        optimizer.zero_grad()
        loss(model(inputs), targets).backward()
        optimizer.step()
    learned = balanced_accuracy_score(targets, model(inputs).argmax(dim=1))
    return Reading([round(learned, 2), round(told, 2)], suspicious=learned < told - 0.2)  # one point in five


# still nine numbers, well trained
impostors = {"trained_longer": replace(broken, epochs=40)}
