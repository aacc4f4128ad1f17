"""Compare each output with its own target.

## Why it failed

The network returns a column of shape (128, 1), the targets are a row of shape (128,). PyTorch does not refuse to
subtract them: it repeats the column along the row and gives a table of 128 × 128 differences, every output against
every target. The mean of their squares splits into two parts, where ȳ and Var y are the batch's own:

    mean over i, j of (oᵢ − yⱼ)²  =  mean over i of (oᵢ − ȳ)²  +  Var y

The second part no network can change; it is the 1.0 at which the loss stands. The first part asks every output, of
whatever row, to be the batch's mean. So the network learns to forget its inputs: on the held-back rows its outputs
have a standard deviation of 0.07, the targets one of 1.

## Why this helps

`squeeze(1)` turns (128, 1) into (128,), and the two are subtracted element by element. The loss falls to 0.04 and R²
rises to between 0.95 and 0.96. To add a dimension to the targets, `targets.unsqueeze(1)`, does the same. Name the
dimension: a bare `squeeze()` also drops the batch's own dimension when a last batch holds a single row.

## What it costs

Nothing; it is even cheaper, because 128 differences are computed in place of 16,384. `nn.MSELoss` computes the same
table from these two shapes, but it does give a warning ("Using a target size that is different to the input size"). A
hand-written formula is silent.

## How to check

    assert outputs.shape == targets.shape, (outputs.shape, targets.shape)  # just before the loss

## When it is not the cause

If outputs are constant though the shapes agree, look for a hidden layer that is dead (`dying_relu`,
`zero_initialization`) or a last activation that cuts off part of the range. Targets in the
wrong order also leave the mean as the best guess (`misaligned_labels`), and targets in the tens of thousands make the
network spend its time on reaching the mean (`unscaled_targets`).

## References

- PyTorch, Broadcasting semantics: https://pytorch.org/docs/stable/notes/broadcasting.html
- PyTorch, torch.squeeze: https://pytorch.org/docs/stable/generated/torch.squeeze.html
- PyTorch, MSELoss: https://pytorch.org/docs/stable/generated/torch.nn.MSELoss.html
"""

from dataclasses import replace

from scenarios.loss.broadcast_targets import broken


def squared_error(outputs, targets):
    return ((outputs.squeeze(1) - targets) ** 2).mean()  # (n,) against (n,): each output meets its own target


squeezed_outputs = replace(broken, loss=squared_error)
