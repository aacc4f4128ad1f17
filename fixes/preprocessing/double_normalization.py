"""Divide by 255 once.

## Why it failed

`to_tensor` has already brought the pixels to 0…1, and the second division leaves them in 0…0.004. All images are
now nearly black: the weights' products with them are 255 times smaller, and what a hidden unit computes is its
bias, the same for every image. The gradient of a first-layer weight is δ x, so it shrinks by 255 as well. What a
step changes in a hidden unit goes with η δ ‖x‖², and ‖x‖² falls from 155 to 0.0024, by 255² = 65,000. In 88 steps
only the output's biases learn anything: how often each digit occurs.

## Why this helps

With one division ‖x‖² is 155, and the rate of 0.05 with a momentum of 0.9 suits it: 0.91 to 0.95. The rule behind it:
one function, in one place, takes an image from the file to the network.

## What it costs

Nothing. It is one operation less.

## How to check

    assert 0.1 < inputs.std() < 3, inputs.std()  # the batch that enters the model; 0.001 with one division too many

## When it is not the cause

If the inputs have a healthy spread and the loss still does not move, look at the rate (`low_learning_rate`), at the
initial weights (`zero_initialization`, `small_initialization`) and at units that are off (`dying_relu`). One division
too few shows as a spike at the start (`raw_pixels`). Adam hides this fault in part, because it rescales every step:
at 0.003 the loss falls to 2.2 in 80 steps, and the network names one digit in four.

## References

- torchvision, ToTensor: https://pytorch.org/vision/stable/generated/torchvision.transforms.ToTensor.html (when it
  divides by 255, and when it does not)
- Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, 1998, section 4.3, doi:10.1007/3-540-49430-8_2
"""

from dataclasses import replace

from harness.preparation import hold_out, preprocess
from scenarios.preprocessing.double_normalization import broken, to_tensor


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, to_tensor)  # it has divided by 255 already


scaled_once = replace(broken, prepare=prepare)
