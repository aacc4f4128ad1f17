"""Give the optimizer every parameter.

## Why it failed

`model.parameters()` is a generator: it can be walked through once. The first list comprehension takes what it needs
and uses it up, so the second one finds nothing, and `weights` is an empty list. PyTorch accepts an empty group
without a word. Of 50,890 numbers the optimizer knows 74, the biases.

The backward pass still fills `grad` for all of them, but `optimizer.step()` moves only what it was given. The
weights stay as they were drawn. A bias shifts a unit by the same amount for every image, so all that is left to
learn is random features, moved a little: the loss goes from 2.30 to 2.28.

## Why this helps

`list(parameters)` walks through the generator once and keeps what it finds. Both comprehensions then read a list,
which can be read as often as one likes. The groups hold all four tensors, and the network scores 0.92 to 0.97.

## What it costs

Nothing: the list holds references, not copies.

## How to check

    assert sum(len(g["params"]) for g in optimizer.param_groups) == len(list(model.parameters()))

## When it is not the cause

If the count is right, look at the gradients. Where `p.grad` is None, the layer is not part of the graph
(`detached_graph`), or it was cleared before the step (`cleared_gradients`). A layer that `model.parameters()` does
not list at all sits in a plain Python list (`unregistered_layers`). The same flat loss comes from steps that are
far too small (`low_learning_rate`). To leave weights out on purpose is common in fine-tuning, and harmless when the
frozen layers are already good: see the control `frozen_backbone`.

## References

- Python, generator: https://docs.python.org/3/glossary.html#term-generator
- PyTorch, torch.optim, per-parameter options: https://pytorch.org/docs/stable/optim.html
- T. He et al., Bag of tricks for image classification with convolutional neural networks, 2018, arXiv:1812.01187
  (weight decay for weights, none for biases)
- J. Frankle, D. Schwab, A. Morcos, Training BatchNorm and only BatchNorm, 2020, arXiv:2003.00152 (how far a random
  network gets when only shifts and scales are trained)
"""

from dataclasses import replace

from torch.optim import AdamW

from scenarios.optimizer.forgotten_parameters import broken


def optimizer(parameters):
    parameters = list(parameters)  # model.parameters() can be walked through only once
    biases = [p for p in parameters if p.ndim == 1]
    weights = [p for p in parameters if p.ndim > 1]
    groups = [{"params": biases, "weight_decay": 0.0}, {"params": weights, "weight_decay": 0.01}]
    return AdamW(groups, lr=0.003)


all_parameters = replace(broken, optimizer=optimizer)
