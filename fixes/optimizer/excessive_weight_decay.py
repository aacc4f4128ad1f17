"""Let the weights live.

## Why it failed

In `Adam`, `weight_decay=λ` adds λw to the gradient g, as if λ|w|²/2 were part of the loss. The gradient of one
weight is 0.001 to 0.003 at the start, and 0.3 w is 0.005 to 0.019, so the decay has the larger say. And Adam divides
by the size of what it gets:

    step  ≈  η (g + λw) / |g + λw|  ≈  η sign(w)        with η = 0.006

Each weight walks to zero at full speed and is there after 6 to 21 steps. Small weights make it worse: the
gradient of one layer is proportional to the weights of the others, so it vanishes as they shrink, and nothing leads
back. The norms of the three matrices fall from 4.6, 4.6 and 1.8 to below 0.1. The output is then the same for
every image: ten probabilities of about 0.1, and a loss of ln 10 = 2.30.

## Why this helps

- `weaker_decay` takes λ = 10⁻⁴. The decay is small next to the gradient, and the score is 0.90 to 0.95. Up to 0.01
  there is little difference here; 0.03 scores 0.89 to 0.93, and 0.1 only 0.67 to 0.84.
- `decoupled_decay` keeps λ = 0.3, but in `AdamW`, which leaves the gradient alone and multiplies each weight by 1 −
  ηλ = 0.9982 per step: 8 % over the whole run. It scores 0.90 to 0.95. Values of 0.1 to 0.3 in recipes for large
  models are mostly meant for AdamW. Take it when you follow such a recipe.

## What it costs

Less decay is less regularisation: on few, noisy samples the network may begin to overfit. AdamW's decay depends on
the rate, so that a new rate or schedule also changes how strong it is.

## How to check

    print([round(p.norm().item(), 3) for p in model.parameters() if p.ndim > 1])  # falling to 0: the decay wins

## When it is not the cause

If the weights keep their size, the same answer for every image comes from dead units (`dying_relu`), from lost
gradients (`vanishing_gradients`) or from classes of very unequal size (`class_imbalance`). If they never had any
size, see `small_initialization` and `zero_initialization`. Dropout can also leave too little to learn from
(`excessive_dropout`).

## References

- I. Loshchilov, F. Hutter, Decoupled weight decay regularization, 2017, arXiv:1711.05101
- A. Dosovitskiy et al., An image is worth 16×16 words, 2020, arXiv:2010.11929 (decays of 0.03 to 0.3, for very
  large models)
- PyTorch, Adam: https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
- PyTorch, AdamW: https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
"""

from dataclasses import replace
from functools import partial

from torch.optim import Adam, AdamW

from scenarios.optimizer.excessive_weight_decay import broken

weaker_decay = replace(broken, optimizer=partial(Adam, lr=0.006, weight_decay=1e-4))  # small next to the gradient
decoupled_decay = replace(broken, optimizer=partial(AdamW, lr=0.006, weight_decay=0.3))  # 1 - lr * 0.3 a step
