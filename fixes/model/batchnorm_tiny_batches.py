"""Normalise over what there is enough of.

## Why it failed

In training, batch normalisation takes mean and variance of each unit over the batch. For a batch of two with values a
and b, the mean is (a + b) / 2 and the deviation |a − b| / 2, so that what is left of a is

    (a − (a + b) / 2) / (|a − b| / 2)  =  sign(a − b)

and of b the opposite: +1 and −1, whatever a and b were. Two things are lost. From the first layer on, the network
knows nothing but the difference of the two signals: if both swing up first, it looks the same as if both swing down
first, in each other's place. And a sign has a slope of zero, except where it jumps; the ε = 10⁻⁵ under the root makes
the jump a slope of up to 1 / √ε = 316. So hardly any gradient gets through a layer, unless a and b nearly coincide in
some unit, and then it is multiplied by hundreds. Six layers in a row multiply six such factors. In the first, the
gradient's norm has a median of 0.00004 or less and, on twenty seeds, a maximum between 56 and 100,000. Such a step
throws the weights far out, in a direction that means nothing. What follows the last normalisation learns undisturbed,
but from signs of signs, which change when the signal comes with another partner.

## Why this helps

- `layer_normalisation` takes mean and variance over the 32 units of one signal instead of over two signals. It does the
  same in training and in use, and does not care about the batch. With the same 240 pairs it scores 0.97 or more, and
  the gradient's norm has a median of 0.4 to 1.0 in the first layer. `GroupNorm(4, 32)` scores as much; it is the choice
  for the channels of a convolution.
- `larger_batches` keeps the network. With 16 values a unit, mean and variance are estimates and not a verdict, and the
  gradient's norm has a median of about 0.9 and a maximum of 3 to 6. The rate rises with the batch, to eight times as
  much, and falls to zero over the 90 updates of three epochs, fewer than half as many as before. It scores 0.98 or
  more. Batches of 8 are enough for as much, at half that rate; batches of 4 come to 0.94 to 0.98.

## What it costs

Layer normalisation ties the units of one sample together, and has no running averages that could be folded into the
weights for fast use. Larger batches cost memory, which is often why batches are tiny in the first place. Adding up
gradients over several small batches does not help here: the statistics are still those of each small batch. On several
GPUs with two samples each, `nn.SyncBatchNorm` takes them over all.

## How to check

    print(model[1].weight.grad.norm())  # of the first Linear, at every step: next to nothing, or huge?

## When it is not the cause

With batches of 16 and more, look for the gradient elsewhere: lost in saturated activations (`vanishing_gradients`) or
in depth without shortcuts (`degraded_depth`), or growing over time steps (`exploding_gradients`). If the loss itself
climbs far above its start, see `single_sample_batches`. If training goes well and only the scores in use are bad, the
layer may be in the wrong mode (`train_mode_evaluation`, `eval_mode_training`).

## References

- S. Ioffe, C. Szegedy, Batch normalization, 2015, arXiv:1502.03167
- Y. Wu, K. He, Group normalization, 2018, arXiv:1803.08494 (the error of batch normalisation rises at two images a
  batch)
- J. Ba, J. Kiros, G. Hinton, Layer normalization, 2016, arXiv:1607.06450
- PyTorch, BatchNorm1d: https://pytorch.org/docs/stable/generated/torch.nn.BatchNorm1d.html
"""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from harness.split import batches
from scenarios.model.batchnorm_tiny_batches import broken, deep_network

# over the units of one signal, not over the signals of a batch
layer_normalisation = replace(broken, model=partial(deep_network, nn.LayerNorm))
larger_batches = replace(
    broken,
    batches=partial(batches, batch_size=16, drop_last=True),  # 16 values for each mean and variance
    optimizer=partial(SGD, lr=0.11),  # the rate rises with the batch
    schedule=partial(CosineAnnealingLR, T_max=90),  # as long as the run
    epochs=3,
)
