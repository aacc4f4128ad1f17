"""Average over a batch before each step.

## Why it failed

The gradient of one image points where that image alone would be named right; the gradient of the mean points where
most would. Between single images the directions hardly agree. With variance s² for one, a mean over B has the
variance s² / B:

    noise of one update  ∝  η / (1 − m) · s / √B

A rate of 0.07 with momentum 0.9 was right for B = 64. For B = 1 the noise of an update is eight times as large, and
there are 64 times as many updates in an epoch. The steps throw the weights far out, until every hidden tanh sits at +1
or −1, where its slope is zero and no gradient leads back. What still learns is the last layer, and it chases the label
of the last few images. That is why the loss hovers far *above* ln 10 = 2.30.

## Why this helps

A batch of 64 takes the mean over 64 gradients, and the common part remains. The same rate now reaches 0.94 to 0.97
in 88 updates, where 675 updates with single images led nowhere. They take eight epochs in place of one, and still less
than a third of the time.

## What it costs

Memory for 64 images instead of one; time it saves, as one product of matrices is far cheaper than 64 small ones.
Batches of one can be trained, with a far smaller rate. If memory allows no more than one sample, add up gradients
over several: see the control `gradient_accumulation`.

## How to check

    print(len(inputs), optimizer.param_groups[0]["lr"])  # of each step, beside those of the run you compare with

## When it is not the cause

If the loss explodes with batches of ordinary size, the rate itself is too high: `high_learning_rate`,
`excessive_momentum`. A loss that is summed and not averaged acts like a rate multiplied by the batch size:
`summed_loss`, `unscaled_accumulation`. If it is batch normalisation that suffers, normalise over groups or layers. Too
few updates are the fault at the other end: `oversized_batches`.

## References

- D. Masters, C. Luschi, Revisiting small batch training for deep neural networks, 2018, arXiv:1804.07612
- S. McCandlish et al., An empirical model of large-batch training, 2018, arXiv:1812.06162
- P. Goyal et al., Accurate, large minibatch SGD, 2017, arXiv:1706.02677 (rate and batch size change together)
"""

from dataclasses import replace
from functools import partial

from harness.split import batches
from scenarios.loop.single_sample_batches import broken

mini_batches = replace(broken, batches=partial(batches, batch_size=64), epochs=8)  # 88 updates in all
