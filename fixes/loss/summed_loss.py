"""Average the loss over the batch.

## Why it failed

With `reduction="sum"` the loss, and so each gradient, is 64 times what it is under a mean. A rate of 0.3 then moves
the weights as 0.3 · 64 = 19.2 would. The first update is 3 to 15 times as long as the weights themselves, the next
ones are longer, and on the seed looked at, 5 of the 128 hidden units are left six steps later that are positive for
any image. The others pass no gradient back, so the hidden layer is lost for good. What still learns is the output's
biases, which come to rest at the shares of the ten digits: 64 ln 10 = 147.4 is what that costs in a batch.

## Why this helps

The mean is the default, and nearly all published rates were found with it. At 0.3 the loss falls to about 0.2 and 92
to 95 images in a hundred are named. A mean also keeps the rate's meaning when the batch size changes, and when the
last batch of an epoch is smaller.

## What it costs

Nothing here. The rate may be divided by the batch size instead, which gives the same steps (but for a last, smaller
batch); the control `sum_reduction_small_rate` does so. Under Adam the two reductions hardly differ, because Adam
divides each gradient by its own typical size: the mistake then shows only in weight decay, clipping and the numbers in
the log, and comes to light when someone goes back to SGD.

## How to check

    print(loss(model(x[:64]), y[:64]) / loss(model(x[:32]), y[:32]))  # about 1 for a mean, about 2 for a sum

## When it is not the cause

The first loss tells: 2.3 for ten classes is a mean. If it stands there and the run still leaps at the start, the rate
itself is too high (`high_learning_rate`), or the weights began too large (`large_initialization`). Gradients of
several batches that are added up without a division are the same mistake one level higher (`unscaled_accumulation`).

## References

- PyTorch, CrossEntropyLoss, with `reduction`:
  https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
- P. Goyal et al., Accurate, large minibatch SGD, 2017, arXiv:1706.02677 (how rate and batch size go together)
- A. Karpathy, A recipe for training neural networks, 2019, https://karpathy.github.io/2019/04/25/recipe/ ("verify loss
  @ init")
"""

from dataclasses import replace

from torch import nn

from scenarios.loss.summed_loss import broken

averaged_loss = replace(broken, loss=nn.CrossEntropyLoss())  # the mean, for which the rate was chosen
