"""Train for longer.

## Why it failed

One epoch over 768 images in batches of 64 makes twelve updates. At a rate of 0.02, with momentum still gathering
speed, they do not go far. Deep networks also start on a plateau: as long as the hidden layers tell the images hardly
apart, the last layer has nothing to work with, and its gradient says little to the layers below. The loss then moves
slowly at first and much faster later. A short run sees only the slow part:

    updates      12     48     96    168
    loss       2.27    1.0    0.3   0.14

So a flat beginning proves nothing, as long as it is not quite flat.

## Why this helps

Eighteen epochs make 216 updates, and the score rises from between 0.08 and 0.40 to between 0.92 and 0.96. Nothing
else is changed. How many epochs are enough is read off the validation loss: train until it has stopped falling, and
let early stopping find the place, so that a number too large does no harm.

## What it costs

Time, in proportion. On a large set one epoch may well be enough, because it is updates that count and not epochs.

## How to check

    print(mean(losses[-k:]) / mean(losses[-2 * k:-k]))  # k a fifth of the steps: clearly below 1, still learning

## When it is not the cause

If that ratio is 1 although hundreds of updates were made, more of them won't help: look at the gradients
(`vanishing_gradients`, `detached_graph`) and the size of the steps (`low_learning_rate`, `tight_clipping`). If many
epochs make few updates, the batches are too large (`oversized_batches`). If the training score is good and only the
validation score is not, longer is worse: `too_many_epochs`.

## References

- A. Saxe, J. McClelland, S. Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural
  networks, 2013, arXiv:1312.6120 (plateaus, followed by a rapid fall)
- C. Shallue et al., Measuring the effects of data parallelism on neural network training, 2018, arXiv:1811.03600
  (progress counted in updates)
- PyTorch, Optimizing model parameters:
  https://pytorch.org/tutorials/beginner/basics/optimization_tutorial.html
"""

from dataclasses import replace

from scenarios.loop.too_few_epochs import broken

more_epochs = replace(broken, epochs=18)  # 216 updates, and the plateau is behind
