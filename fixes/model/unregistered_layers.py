from dataclasses import replace

from torch import nn

from trainwreck.scenarios.model.unregistered_layers import broken


class Classifier(nn.Module):
    def __init__(self):
        super().__init__()
        # a plain list would hide the layers from model.parameters()
        self.layers = nn.ModuleList([nn.Linear(784, 128), nn.Linear(128, 64), nn.Linear(64, 64)])
        self.output = nn.Linear(64, 10)

    def forward(self, images):
        hidden = images.flatten(1)
        for layer in self.layers:
            hidden = layer(hidden).relu()
        return self.output(hidden)


module_list = replace(broken, model=Classifier)
