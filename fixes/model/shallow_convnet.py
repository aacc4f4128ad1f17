from dataclasses import replace

import torch
from sklearn.neighbors import KNeighborsClassifier
from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.model.shallow_convnet import block, broken


def convnet():
    return nn.Sequential(
        *block(1, 16),  # sees 3 × 3 pixels
        *block(16, 16),  # 7 × 7: strokes that occur together
        *block(16, 16),  # 15 × 15: half a digit
        nn.AdaptiveAvgPool2d(2),
        nn.Flatten(),
        nn.Linear(16 * 2 * 2, 10),
    )


three_blocks = replace(broken, model=convnet)


def check(trained, predict, train, validation):
    """What share of an image does the last convolution see, if neighbours know more than the network of its own?"""
    convolutions = [module for module in trained.modules() if isinstance(module, nn.Conv2d)]
    if not convolutions or train.targets.ndim != 1 or not train.inputs.is_floating_point():
        return None
    neighbours = KNeighborsClassifier().fit(train.inputs.flatten(1), train.targets)
    told = neighbours.score(validation.inputs.flatten(1), validation.targets)
    known = (predict(trained, train.inputs).argmax(dim=1) == train.targets).float().mean().item()
    images, maps = train.inputs[:16].clone().requires_grad_(), []
    convolutions[-1].register_forward_hook(lambda _, __, outputs: maps.append(outputs))
    trained.eval()(images)
    middle = maps[0][..., maps[0].shape[2] // 2, maps[0].shape[3] // 2].sum()  # one place of the map
    seen = (torch.autograd.grad(middle, images)[0] != 0).any(dim=0).float().mean().item()
    reading = {"seen": round(seen, 3), "known": round(known, 2), "told": round(told, 2)}
    return Reading(reading, suspicious=seen < 0.15 and known < told - 0.05)


class Wide(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(*block(1, 64), nn.AdaptiveAvgPool2d(2), nn.Flatten(), nn.Linear(64 * 2 * 2, 10))

    def forward(self, images):
        return self.layers(images)


# more kinds of the same small strokes
impostors = {"four_times_the_filters": replace(broken, model=Wide)}
