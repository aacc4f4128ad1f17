"""Give the model hidden units.

## Why it failed

`nn.Linear(2, 3)` gives each class a score that is linear in the point's coordinates: w·x + b. The border between two
classes is where their scores are equal, (w₁ − w₂)·x = b₂ − b₁, and that is a straight line. Three classes share three
such lines. The arms turn by 4 radians around each other, so any line that parts them near the centre cuts through all
of them further out. The optimizer does find the best lines; they are right for 53 points in a hundred.

## Why this helps

Hidden units with ReLU fold the plane: each is flat on one side of a line of its own, and sums of them have borders
with as many bends as there are units.

- `hidden_layers` puts two layers of 32 units in between. The second layer folds what the first has already folded, so
  1,251 numbers go a long way. It ends at 0.93 to 0.99. Depth is the usual first choice.
- `wider` puts one layer of 256 units in between, 1,539 numbers in all, and ends at 0.94 or more. One layer is easy to
  train and has no gradients that fade; the finer the pattern, the more units it takes.

## What it costs

More arithmetic in each step, and the power to learn noise by heart once points are few. Grow the model until it can
fit the training points, then look at the gap to new ones.

## How to check

    print(accuracy(model, train), accuracy(model, test))  # equal and low: the model, not the data, is the limit

## When it is not the cause

If a loss is still falling, the model may be able and the time too short: `too_few_epochs`, `low_learning_rate`. If the
layers are there and the borders are straight all the same, look for what lies between them (`missing_nonlinearity`).
If a larger model does not help either, the inputs may not hold the answer (`misaligned_labels`, `integer_pixels`).
A linear model is the right size where the truth is linear: see the control `no_activation_linear_task`.

## References

- A. Karpathy, CS231n, Putting it together: minimal neural network case study:
  https://cs231n.github.io/neural-networks-case-study/
- G. Cybenko, Approximation by superpositions of a sigmoidal function, 1989, doi:10.1007/BF02551274
- I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, chapter 6, 2016: https://www.deeplearningbook.org
"""

from dataclasses import replace
from functools import partial

from harness.models import mlp
from scenarios.model.too_small_model import broken

hidden_layers = replace(broken, model=partial(mlp, 2, 32, 32, 3))  # the second layer bends what the first has bent
wider = replace(broken, model=partial(mlp, 2, 256, 3))  # one layer of many bends
