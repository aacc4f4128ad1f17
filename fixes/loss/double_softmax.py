"""Let the loss take the softmax.

## Why it failed

`CrossEntropyLoss` applies a log-softmax to whatever it is given. The model has applied a softmax already, so the
second one sees ten numbers between 0 and 1 as if they were logits. They are never far apart: even for a certain and
right answer the loss is ln(e + 9) − 1 = 1.46, and it cannot be lower. Worse is the way there. The gradient must pass
through the Jacobian of the inner softmax, diag(p) − p pᵀ, and at the start all p are 0.1. What reaches the weights is
a tenth of what it would be, a norm of 0.04 in place of 0.40. In a network with two hidden layers all layers are that
much slower, and each waits for the others. Later, where an answer is certain but wrong, the same Jacobian is near
zero, and the error cannot be taken back.

## Why this helps

The model ends with its linear layer, and its outputs are logits. The one log-softmax in the loss turns them into p − y
as the gradient, which is large whenever the answer is wrong. The loss falls to between 0.08 and 0.15, and 92 to 96
images in a hundred are named, with the same rate and the same number of steps.

## What it costs

The outputs are no longer probabilities. Where those are wanted, call `outputs.softmax(dim=1)` in the code that uses
the model; the largest stays the largest.

## How to check

    print(model(x).min(), model(x).sum(dim=1))  # nothing negative, and ones all through: there is a softmax already

## When it is not the cause

With Adam, or with many more steps, such a network does learn most of its task: look at where the loss stops, because
about 1.46 with ten classes is a sign of its own. A loss that hardly leaves 2.3 while the outputs are plain logits
points to the rate (`low_learning_rate`), to parameters that no one updates (`forgotten_parameters`) or to gradients
that are lost on their way (`vanishing_gradients`). A softmax over the wrong dimension is `softmax_over_batch`; a `log`
after the softmax brings the problem of `log_of_zero`.

## References

- PyTorch, CrossEntropyLoss ("the input is expected to contain the unnormalized logits for each class"):
  https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
- I. Goodfellow, Y. Bengio, A. Courville, Deep learning, 2016, section 6.2.2.3, https://www.deeplearningbook.org
"""

from dataclasses import replace
from functools import partial

from harness.models import mlp
from scenarios.loss.double_softmax import broken

logits = replace(broken, model=partial(mlp, 784, 96, 96, 10))  # CrossEntropyLoss takes the softmax itself
