from dataclasses import replace

from torch import nn

from trainwreck import Reading
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


def check(model, loss, inputs, targets):
    """How many numbers get a gradient without being among the model's parameters?"""
    known = {id(p) for p in model.parameters()}
    nodes, seen, missing = [loss(model(inputs), targets).grad_fn], set(), {}
    while nodes:
        node = nodes.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        nodes += [before for before, _ in node.next_functions]
        tensor = getattr(node, "variable", None)
        if tensor is not None and id(tensor) not in known:
            missing[id(tensor)] = tensor.numel()
    return Reading(sum(missing.values()), suspicious=bool(missing))


class Wide(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = [nn.Linear(784, 4096)]
        self.output = nn.Linear(4096, 10)

    def forward(self, images):
        return self.output(self.layers[0](images.flatten(1)).relu())


# none of them is trained
impostors = {"many_random_features": replace(broken, model=Wide)}
