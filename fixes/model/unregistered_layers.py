"""Keep the layers where the module can find them.

## Why it failed

`nn.Module` watches its attributes: a parameter or a module assigned to `self` is registered, anything else is kept as
it is. A Python list is "anything else", whatever lies in it. The three hidden layers take part in the forward pass,
but `model.parameters()` yields only the output layer, 650 numbers of 113,546, and the optimizer moves nothing else.

What is left to learn is a linear map of random features. Three untrained layers with PyTorch's default weights shrink
the differences between images to a few hundredths, so even that goes slowly: the loss moves from 2.30 to 2.27.

## Why this helps

`nn.ModuleList` behaves like a list, and is a module itself: assigning it registers all it holds. The optimizer then
trains every layer, `model.to(device)` moves them, `state_dict()` saves them, `model.eval()` reaches their dropout.
The patch that moved each layer by hand can go. The network then names 95 digits in a hundred.

## What it costs

Nothing in time or memory. `nn.Sequential` does the same where the layers simply follow each other; for a dictionary of
layers there is `nn.ModuleDict`, for bare tensors `nn.ParameterList`.

## How to check

    print(sum(p.numel() for p in model.parameters()))  # as many as you meant to train?

## When it is not the cause

If the count is right and the layers still do not move, look at what the optimizer was given (`forgotten_parameters`),
whether the graph reaches them (`detached_graph`), and whether the gradients live until the step
(`cleared_gradients`). If they do move and the loss stays flat, see `vanishing_gradients` and `low_learning_rate`.
Layers left untrained on purpose are registered all the same and marked as frozen: see the control `frozen_backbone`.

## References

- PyTorch, torch.nn.ModuleList: https://pytorch.org/docs/stable/generated/torch.nn.ModuleList.html
- PyTorch, torch.nn.Module (what is registered): https://pytorch.org/docs/stable/generated/torch.nn.Module.html
- A. Saxe et al., On random weights and unsupervised feature learning, 2011:
  https://icml.cc/2011/papers/551_icmlpaper.pdf (how far random features can carry)
"""

from dataclasses import replace

from torch import nn

from scenarios.model.unregistered_layers import broken


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
