from dataclasses import replace

from torch import nn

from trainwreck import Reading
from trainwreck.scenarios.loop.detached_graph import Classifier, broken


class ConnectedClassifier(Classifier):
    def forward(self, images):  # (batch, 1, 28, 28)
        features = self.encode(images)  # no detach(): the encoder's gradient comes through here
        return self.classify(features)


connected = replace(broken, model=ConnectedClassifier)


def check(model, loss, inputs, targets):
    """Which parameters does the gradient never reach?"""
    loss(model(inputs), targets).backward()
    missing = [name for name, p in model.named_parameters() if p.requires_grad and p.grad is None]
    return Reading(missing, suspicious=bool(missing))


class WideClassifier(Classifier):
    def __init__(self):
        super().__init__()
        self.encode = nn.Sequential(nn.Flatten(), nn.Linear(784, 1024), nn.ReLU())
        self.classify = nn.Linear(1024, 10)


impostors = {"random_features": replace(broken, model=WideClassifier)}  # so many that they serve
