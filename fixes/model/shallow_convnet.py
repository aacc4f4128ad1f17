from dataclasses import replace

import torch
from sklearn.neighbors import KNeighborsClassifier
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.shallow_convnet import block, broken


def convnet():
    return nn.Sequential(
        *block(1, 12),  # more kinds of stroke
        *block(12, 24),  # and what stands for strokes that occur together
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(24 * 2 * 2, 2),
    )


second_block = replace(broken, model=convnet)


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


impostors = {"trained_longer": replace(broken, epochs=48, schedule=None)}
