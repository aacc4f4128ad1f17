from dataclasses import replace
from functools import partial

import torch
from sklearn.neighbors import KNeighborsClassifier

from trainwreck import Reading, mlp
from trainwreck.scenarios.model.too_small_model import broken

hidden_layers = replace(broken, model=partial(mlp, 2, 32, 32, 3))  # the second layer bends what the first has bent
wider = replace(broken, model=partial(mlp, 2, 256, 3))  # one layer of many bends


def check(model, loss, inputs, targets, train, validation):
    """Can the model learn a single batch by heart as well as a point's neighbours tell the class of a new one?"""
    if targets.is_floating_point() or targets.ndim != 1:
        return None
    neighbours = KNeighborsClassifier().fit(train.inputs.flatten(1), train.targets)
    told = neighbours.score(validation.inputs.flatten(1), validation.targets)
    optimizer = torch.optim.LBFGS(model.parameters(), max_iter=60, line_search_fn="strong_wolfe")
    optimizer.step(lambda: (optimizer.zero_grad(), (now := loss(model(inputs), targets)).backward(), now)[2])
    learned = (model(inputs).argmax(dim=1) == targets).float().mean().item()
    return Reading([round(learned, 2), round(told, 2)], suspicious=learned < told - 0.1)


impostors = {"trained_longer": replace(broken, epochs=40)}
