"""Make more updates, or larger ones.

## Why it failed

A batch as large as the training set gives the exact gradient, and one update an epoch: 22 in the whole run. With
batches of 36 it would be 484. The exact gradient is not worth 22 times as much as a rough one. The mean over B
images has an error that falls like 1 / √B, so beyond a certain size the direction hardly improves, while the number of
updates goes on falling like 1 / B. With the rate left as it was,

    distance  ≈  η / (1 − m) · updates · |g|

the weights come a small part of the way. The curve is smooth because every point of it is a mean over all 772 images.

## Why this helps

- `smaller_batches` makes 484 updates of the same rate, in batches of 36. It scores 0.92 to 0.95. Try it first.
- `larger_rate` keeps the large batch and makes each of the 22 updates count: Adam, at nine times its default rate,
  moves every weight by up to 0.009 whatever the size of its gradient. It scores 0.91 to 0.95. Take it where hardware
  makes large batches cheap, or where the batch must be large. The linear rule would give SGD 21 times its rate,
  after a warm-up for which 22 updates leave no room.

## What it costs

Small batches use a GPU less well: an epoch takes longer, even if fewer are needed. A large rate is less tolerant: it
has to be tuned anew for each batch size, and above a critical size no rate makes up for the missing updates.

## How to check

    print(len(loader) * epochs)  # the number of updates: a few dozen are rarely enough

## When it is not the cause

If there are hundreds of updates and the curve is as flat, it is the rate itself (`low_learning_rate`) or the gradient
(`vanishing_gradients`, `tight_clipping`). If the batch is of ordinary size and the epochs are few, see
`too_few_epochs`. The other extreme is `single_sample_batches`. A large batch with a rate to match is healthy: see the
control `large_batch_scaled_rate`.

## References

- N. Keskar et al., On large-batch training for deep learning, 2016, arXiv:1609.04836
- E. Hoffer, I. Hubara, D. Soudry, Train longer, generalize better, 2017, arXiv:1705.08741 (updates count, not epochs)
- P. Goyal et al., Accurate, large minibatch SGD, 2017, arXiv:1706.02677 (the linear rule, and its warm-up)
- C. Shallue et al., Measuring the effects of data parallelism on neural network training, 2018, arXiv:1811.03600
"""

from dataclasses import replace
from functools import partial

from torch.optim import Adam

from harness.split import batches
from scenarios.loop.oversized_batches import broken

smaller_batches = replace(broken, batches=partial(batches, batch_size=36))  # 22 updates an epoch, not one
larger_rate = replace(broken, optimizer=partial(Adam, lr=0.009, fused=True))  # nine times Adam's default, for so few
