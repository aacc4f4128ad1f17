"""Give the loss log-probabilities.

## Why it failed

Despite its name, `NLLLoss` takes no logarithm. It picks from each row the value of the right class, changes the sign
and averages: −(o₁[y₁] + … + oₙ[yₙ]) / n. With log-probabilities that is the negative log-likelihood, and it is
bounded: probabilities add up to one, so to raise one is to lower the others, and none gets above log 1 = 0. A linear
layer's outputs are held by nothing. The loss falls whenever they grow, whichever image it is, and its gradient with
respect to the right output is −1/n at every step, be the answer right or wrong. So *all* ten outputs climb, those of
common digits somewhat faster, and one of them is soon the largest for every image.

## Why this helps

The log-softmax, o − log Σ exp o, brings the competition back: what one class gains, the others lose, and the gradient
p − 1 vanishes as the right answer becomes certain. Both fixes compute the same; on every seed they score alike.

- `log_softmax` ends the model with `nn.LogSoftmax(dim=1)`, so its outputs are log-probabilities, and `exp()` of them
  probabilities. Take it if other code expects that.
- `cross_entropy` leaves the model at its plain outputs: `CrossEntropyLoss` is log-softmax and `NLLLoss` in one. It is
  what most PyTorch code does, and there is nothing left to match up.

## What it costs

Nothing that could be measured. With `log_softmax` every later user of the model has to know what it returns. A
`CrossEntropyLoss` behind it does no harm: the log-softmax of log-probabilities leaves them as they are.

## How to check

    print(model(x).exp().sum(dim=1))  # what NLLLoss is given: ones all through, or it is no log-probability

## When it is not the cause

A loss that starts at *minus* 2.3 has a log-softmax and lacks a minus (`flipped_sign`). Probabilities without the
logarithm keep `NLLLoss` between −1 and 0. Probabilities given to `CrossEntropyLoss` are the opposite mistake, and slow
the training down (`double_softmax`); the logarithm of a softmax, taken by hand, ends in infinities (`log_of_zero`).

## References

- PyTorch, NLLLoss: https://pytorch.org/docs/stable/generated/torch.nn.NLLLoss.html
- PyTorch, LogSoftmax: https://pytorch.org/docs/stable/generated/torch.nn.LogSoftmax.html
- PyTorch, CrossEntropyLoss: https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
- N. Humbatova et al., Taxonomy of real faults in deep learning systems, 2019, arXiv:1910.11015
"""

from dataclasses import replace

from torch import nn

from harness.models import mlp
from scenarios.loss.logits_into_nll import broken


def network():
    return nn.Sequential(mlp(784, 64, 10), nn.LogSoftmax(dim=1))  # log-probabilities, which NLLLoss expects


log_softmax = replace(broken, model=network)
cross_entropy = replace(broken, loss=nn.CrossEntropyLoss())  # log-softmax and NLLLoss in one
