"""Let the last layer say no.

## Why it failed

The last convolution stands in the same block as the first: convolution, batch normalisation, ReLU. A ReLU returns
max(0, x), and the loss takes what it returns for a logit, the logarithm of the odds p / (1 − p). A logit that cannot
be negative makes a probability that cannot be below one half:

    p  =  1 / (1 + exp(−max(0, x)))  ≥  1/2

The best that the network can do for paper is a logit of 0, and two thirds of the paper's pixels or more end there. Each
costs log 2 = 0.69 for ever, and a ReLU at zero passes no gradient, so they push no further. Where it is sure of ink the
network is as good as any, which is why the loss falls at first. Inside a network the ReLU's range does no harm,
because the next layer weighs and shifts it. Behind the last layer nothing does.

## Why this helps

A last layer must be able to return every value that the loss asks for.

- `no_activation` ends in the bare convolution. Its outputs are any real numbers, and `BCEWithLogitsLoss`, which has
  the sigmoid in it, turns them into probabilities from 0 to 1. R² rises to 0.57 or more, on MNIST to 0.62 or more.
- `sigmoid` puts the sigmoid into the model, where it is easy to see, and takes `BCELoss`, which expects
  probabilities. `probabilities` would now apply a second sigmoid, so the plain `predict` takes its place. It scores
  the same. The first fix is safer where the network is very sure: in float32 a logit of 17 already gives exactly 1.

The batch normalisation goes with the ReLU: it serves the layers that follow, and here none does.

## What it costs

Nothing: the network loses a layer.

## How to check

    print(model(x).min())  # 0.0 however many batches you try: the logits lack their negative half

## When it is not the cause

If probabilities below 0.5 do occur and the fit is still poor, look at the units within (`dying_relu`) or at the
network's size (`too_small_model`). An activation too many is also `double_softmax`, whose outputs are in range but
too timid. In a regression the same rule applies to the targets: a ReLU cannot reach negative ones, nor a tanh those
beyond 1, which is one more reason to look at `unscaled_targets`.

## References

- PyTorch, BCEWithLogitsLoss: https://pytorch.org/docs/stable/generated/torch.nn.BCEWithLogitsLoss.html
- PyTorch, BCELoss: https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
- O. Ronneberger, P. Fischer, T. Brox, U-Net: convolutional networks for biomedical image segmentation, 2015,
  arXiv:1505.04597 (ReLU after every convolution but the last, which is 1 × 1 and bare)
- I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, section 6.2.2 (output units), 2016:
  https://www.deeplearningbook.org
"""

from dataclasses import replace

from torch import nn

from harness.recipe import predict
from scenarios.model.wrong_output_activation import block, broken


def segmenter(*last):
    return nn.Sequential(block(1, 8), nn.Conv2d(8, 1, kernel_size=5, padding=2), *last)


def segmenter_with_sigmoid():
    return segmenter(nn.Sigmoid())


no_activation = replace(broken, model=segmenter)  # logits of either sign, as the loss expects them
sigmoid = replace(broken, model=segmenter_with_sigmoid, loss=nn.BCELoss(), predict=predict)  # probabilities at once
