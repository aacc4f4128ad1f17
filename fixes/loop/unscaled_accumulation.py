"""Divide by the number of pieces.

## Why it failed

`backward()` adds each piece's gradient to what is there, and each piece's loss is already a mean over its own eight
images. The sum of 8 means is 8 times the mean over the batch:

    ∇ mean over 64  =  1/8 · (∇ mean of piece 1 + … + ∇ mean of piece 8)

The factor 1/8 is missing, so SGD steps as with a rate of 2.4 in place of 0.3. The first updates throw the weights so
far that every hidden tanh sits at +1 or −1, where its slope is zero. The first layer gets no more gradient, the same
few signs come out for most images, and the last layer leaps to and fro between the answers it would need. The
schedule makes the leaps smaller, but it ends at a rate that counts for 0.72 and comes too late for the first layer.

## Why this helps

Dividing each loss by the number of pieces, before `backward()`, gives the gradient of the whole batch, up to
rounding. The score is 0.92 to 0.96, as with a batch in one piece. If the last batch does not divide evenly, weight
each piece by its share, `len(images) / len(inputs)`: that is right in all cases, and it is what is done here.

## What it costs

Nothing compared with the sum. Cutting up itself costs time: eight small passes take several times as long as one.
Batch normalisation still sees pieces of eight, whatever the losses are divided by.

## How to check

    print(whole_grad.norm() / pieces_grad.norm())  # the same batch, in one piece and in k: 1, and not 1 / k

## When it is not the cause

If the gradient is right for each update and grows from update to update, it is never cleared:
`accumulated_gradients`. If nothing is accumulated, look for a loss with `reduction="sum"` (`summed_loss`) or a rate
too high by itself (`high_learning_rate`). Adam forgives a constant factor, so under Adam a missing division is seldom
the cause. The control `gradient_accumulation` shows the same loop in good health.

## References

- P. Goyal et al., Accurate, large minibatch SGD, 2017, arXiv:1706.02677 (section 3: normalise by the whole batch)
- PyTorch, Automatic mixed precision examples, gradient accumulation (`loss = loss / iters_to_accumulate`):
  https://pytorch.org/docs/stable/notes/amp_examples.html#gradient-accumulation
"""

from dataclasses import replace

import torch

from scenarios.loop.unscaled_accumulation import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    values = []
    for images, labels in zip(inputs.split(8), targets.split(8), strict=True):
        value = loss(model(images), labels) * len(images) / len(inputs)  # this piece's share of the batch's mean
        value.backward()
        values.append(value.detach())
    optimizer.step()
    return torch.stack(values).sum()


scaled_losses = replace(broken, step=step)
