from dataclasses import replace

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


def check(trained, predict, train, validation):
    """Do the neighbours of new images tell more than a network with fewer weights than images knows of its own?"""
    if not any(isinstance(module, nn.Conv2d) for module in trained.modules()) or train.targets.ndim != 1:
        return None
    weights = sum(p.numel() for p in trained.parameters())
    neighbours = KNeighborsClassifier().fit(train.inputs.flatten(1), train.targets)
    told = neighbours.score(validation.inputs.flatten(1), validation.targets)
    known = (predict(trained, train.inputs).argmax(dim=1) == train.targets).float().mean().item()
    reading = {"weights": weights, "images": len(train), "known": round(known, 2), "told": round(told, 2)}
    return Reading(reading, suspicious=weights < len(train) and known < told - 0.05)


# the same four filters, well trained
impostors = {"trained_longer": replace(broken, schedule=None, epochs=48)}
