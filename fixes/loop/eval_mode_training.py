"""Switch back to training mode.

## Why it failed

`model.eval()` is a switch that stays where it is put. It was put there for a sensible reason: in training mode batch
normalisation refuses a single image, because one sample has no variance. But nothing switched it back. In eval mode a
normalising layer does not use the mean μ and variance σ² of the batch; it uses its running averages, and only
training mode updates those. They stand at their first values, μ = 0 and σ² = 1:

    y  =  γ (x − 0) / √(1 + ε) + β  ≈  x        with γ = 1, β = 0

So four layers of normalisation do nothing. Each linear layer starts with weights that shrink the signal, and behind
four of them all images look alike to the last layer: its outputs differ by about a hundredth between images.
Dropout, had there been any, would be asleep as well.

## Why this helps

`model.train()` at the top of the step makes each layer normalise with its own batch, whatever ran before. The score
rises from 0.39 or less to 0.96 to 0.99. A call before the first epoch would do for this run; a call in every step, or
after every validation, also survives the next `eval()`.

## What it costs

Nothing. Training mode ties the samples of a batch to each other, so batches must not be too small.

## How to check

    assert all(module.training for module in model.modules())  # in every step, just before the forward pass

## When it is not the cause

If the mode is right and the batch has two or three samples, the statistics are poor. A deep
network without any normalisation stalls in the same way: `vanishing_gradients`, `small_initialization`,
`degraded_depth`. The opposite slip, training mode while predicting, harms the score and not the loss:
`train_mode_evaluation`. Some layers are kept in eval mode on purpose, where a pretrained network is fine-tuned on
small batches: compare `frozen_backbone`.

## References

- S. Ioffe, C. Szegedy, Batch normalization, 2015, arXiv:1502.03167
- PyTorch, BatchNorm1d: https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
- PyTorch, Module.train: https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.train
"""

from dataclasses import replace

from scenarios.loop.eval_mode_training import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()  # someone may have called eval() since the last step
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


training_mode = replace(broken, step=step)
