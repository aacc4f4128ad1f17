"""Clip the outliers, not every gradient.

## Why it failed

`clip_grad_norm_` looks at all gradients as one long vector g and, where its norm exceeds the limit c, shortens it:

    g  ←  g · min(1, c / |g|)

With c = 10⁻⁴ and |g| around 1 that happens in every step, and SGD then moves by η c whatever the batch said. Momentum
0.9 makes up for a factor of ten:

    distance after T steps  ≤  10 η c T  =  0.005    for η = 0.05, T = 108

The weights have a norm of 6.8. The direction of each update was right, its length was lost.

## Why this helps

With c = 1.0 the limit is of the gradients' own size. It still acts on half of the steps here, but shortens none by
more than half, and the score rises from 0.1 to 0.92 to 0.95, as it does without clipping. To choose c, log the norm
for a while and take a value near its 90th percentile: the limit then acts on one step in ten. Usual values are 0.1 to
10. A network half as wide, clipped to 10⁻² in each of 64 steps, ends at 0.18 to 0.41: that too is too tight.

## What it costs

One more pass over the gradients. A limit that acts often also hides a rate that is too high: raising the rate then
changes nothing until the limit no longer binds. Adam divides by the gradient's own size, so under Adam a tight limit
does much less harm, and is found much later.

## How to check

    print(nn.utils.clip_grad_norm_(model.parameters(), max_norm))  # returns the norm before: mostly below max_norm?

## When it is not the cause

If the norm is tiny before clipping, the gradient was lost on its way back: `vanishing_gradients`,
`small_initialization`, `zero_initialization`. If it is healthy after clipping, see the rate itself
(`low_learning_rate`, `decay_every_batch`). Recurrent networks do need a limit (`exploding_gradients`): the control
`clipped_rnn` shows one that is right.

## References

- R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2012, arXiv:1211.5063
  (section 3.2: choose the limit from the average norm over many updates)
- PyTorch, clip_grad_norm_: https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
"""

from dataclasses import replace

from torch import nn

from scenarios.loop.tight_clipping import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=1.0)  # of the gradients' own size: it tames the longest
    optimizer.step()
    return value


looser_limit = replace(broken, step=step)
