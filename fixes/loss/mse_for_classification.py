"""Give each class an output of its own, and train with cross-entropy.

## Why it failed

The label is a name, and the squared distance takes it for a quantity. The mean squared error is smallest at the
expected value: an image that is a 1 or a 7, each with probability 1/2, gets the answer 4, which costs 9 where either
guess would cost 18 on average. Whenever the network is unsure it says something near 4.5, the mean of all labels, whose
loss is the labels' variance, 8.25. On top of that, one linear output has to put all ten digits in order along one
line: a picture between a 3 and a 5 would have to look like a 4. The loss ends at 6, so some of the variance
is explained, but rounding to the nearest label turns that into 1 right answer in 9.

## Why this helps

Ten outputs, one a class, each with its own direction in the space of images, and softmax to make them compete.
Cross-entropy −log p(label) only asks how probable the right class was and knows no distance between labels. Its
gradient at the outputs is p − y, which stays large as long as the answer is wrong. The same linear layer, ten times as
wide, reaches 0.91 to 0.96 after as many steps.

## What it costs

Ten rows of weights in place of one. And `predict` changes: the largest output names the class.

## How to check

    assert model(inputs).shape == (len(inputs), number_of_classes) and targets.dtype == torch.int64

## When it is not the cause

If the targets do have an order and distances (stars of a review, an age), squared error is right
(`mse_on_regression`). A network that gives few of the classes with cross-entropy as well may see too few of the others
(`class_imbalance`) or answer each class by itself (`bce_for_multiclass`).

## References

- C. M. Bishop, Pattern recognition and machine learning, 2006, section 4.1.3 (least squares for classification)
- PyTorch, CrossEntropyLoss: https://pytorch.org/docs/stable/generated/torch.nn.CrossEntropyLoss.html
"""

from dataclasses import replace
from functools import partial

from torch import nn

from harness.models import mlp
from harness.recipe import predict
from scenarios.loss.mse_for_classification import broken

cross_entropy = replace(
    broken,
    model=partial(mlp, 784, 10),  # one score a class: no class lies between two others
    loss=nn.CrossEntropyLoss(),
    predict=predict,  # the scores as they are; the largest names the class
)
