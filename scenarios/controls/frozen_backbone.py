"""Nine weights in ten never change, on purpose.

Most of the network's parameters hold the same values after training as before, and the optimizer was never given them.
The loss falls from 2.3 to a fraction of it, and more than nine in ten new images get the right answer.

What sets it apart from `forgotten_parameters`: the optimizer has every parameter that receives a gradient. The first
layer is a backbone whose features are kept, here 512 random ones, with `requires_grad=False`; only the head on top of
it is trained, and the accuracy is that of a network that is trained as a whole. Random features are a poor man's
backbone; a pretrained one is frozen in the same way (A. Rahimi, B. Recht, Random features for large-scale kernel
machines, 2007).
"""

from torch import nn
from torch.optim import Adam

from trainwreck import Control, Recipe
from trainwreck.tasks import digits


def backbone_with_head():
    backbone = nn.Sequential(nn.Flatten(), nn.Linear(784, 512), nn.ReLU())
    backbone.requires_grad_(False)
    return nn.Sequential(backbone, nn.Linear(512, 10))


def head_only(parameters):
    return Adam([parameter for parameter in parameters if parameter.requires_grad], lr=0.01)


control = Control(
    task=digits(),
    healthy=Recipe(
        model=backbone_with_head,
        loss=nn.CrossEntropyLoss(),
        optimizer=head_only,
        epochs=16,
    ),
    looks_like="forgotten_parameters",
)
