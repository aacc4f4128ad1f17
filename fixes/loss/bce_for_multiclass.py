"""Let the classes compete: cross-entropy on the logits.

## Why it failed

Ten sigmoids are ten separate yes-or-no questions, and nine times in ten the answer is "no". Saying 0.1 to everything
costs −0.1 ln 0.1 − 0.9 ln 0.9 = 0.325: the loss comes down to that by moving the last biases, without a look at the
images. From there the gradient is weak. It is averaged over ten outputs, so it is a tenth of what the same error would
give under cross-entropy, and on each output the few images that say "yes" pull against many that say "no". The weight
decay is not divided by ten, and pulls the weights down nearly as fast as so little gradient builds them up. Without
the decay the same run names 38 % of the digits.

## Why this helps

Softmax says that there is exactly one digit. Raising one class lowers the others, so nothing is gained by saying "no"
to all of them: that would cost ln 10 = 2.3 and not 0.325. The gradient at the logits is p − y, undivided. The same
network, with the same decay, scores 0.93 to 0.97 after the same fourteen epochs.

## What it costs

Nothing, if the classes exclude each other. `CrossEntropyLoss` takes logits: the sigmoid has to go, and the targets
are class numbers, not one-hot rows.

## How to check

    print(loss(model(inputs), targets).item())  # before training: ln(classes) under cross-entropy, 0.69 under BCE

## When it is not the cause

If an image can have several labels at once, binary cross-entropy is the right loss, with `pos_weight=` against the many
"no"s. Multiplied by ten, it comes close to the goal here as well. Classes that are never named under
cross-entropy point to the data (`class_imbalance`). A loss that sinks slowly from 2.3 may have a softmax too many
(`double_softmax`).

## References

- PyTorch, BCELoss: https://pytorch.org/docs/stable/generated/torch.nn.BCELoss.html
- PyTorch, CrossEntropyLoss: https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
- L. Beyer et al., Are we done with ImageNet?, 2020, arXiv:2006.07159 (where one sigmoid a class does help: several
  objects in one image)
"""

from dataclasses import replace
from functools import partial

from torch import nn

from harness.models import mlp
from scenarios.loss.bce_for_multiclass import broken

cross_entropy = replace(
    broken,
    model=partial(mlp, 784, 128, 128, 128, 10),  # no sigmoid: CrossEntropyLoss wants logits
    loss=nn.CrossEntropyLoss(),
)
