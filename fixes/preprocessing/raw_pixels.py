"""Scale the pixels to 0…1.

## Why it failed

Image files hold whole numbers from 0 to 255, and turning them into floats does not change the numbers. The gradient
of a first-layer weight is δ x, the unit's error times the pixel, so one step of SGD moves what the unit computes
for that image by η δ ‖x‖². Here ‖x‖² is 10 million on average. With pixels in 0…1 it is 155: smaller by 255² =
65,000. A rate of 0.05, a good one for such images, acts like a rate of 3,000. The first two updates throw the
hidden units so far below zero that at most one of the 64 still answers to any image. The others pass no gradient
back, only the output's biases learn, and the best they can do is to name the commonest digit, at a loss of ln 10 =
2.3.

## Why this helps

Divided by 255, the same images fit the usual rates and the usual initial weights: the loss starts at 2.3, and the
network scores 0.91 to 0.95. `torchvision.transforms.ToTensor()` does the same to a PIL image or a uint8 array. To a
tensor that is float already it does not, and a dataset read by hand comes as it is in the file.

## What it costs

Four bytes a pixel instead of one, if all images are scaled in advance. Scale batch by batch where that is too much.

## How to check

    print(inputs.dtype, inputs.min(), inputs.max())  # the batch that enters the model; 255 there is the fault

## When it is not the cause

Pixels in 0…1 with the same spike point to the rate itself (`high_learning_rate`). A loss that lies at 2.3 from the
first step on, without a spike, has pixels that are too small (`double_normalization`) or units that were never
alive (`dying_relu`, `zero_initialization`). In a table, look for single columns on another scale
(`unnormalized_features`).

## References

- Y. LeCun, L. Bottou, G. Orr, K.-R. Müller, Efficient BackProp, 1998, section 4.3, doi:10.1007/3-540-49430-8_2
- torchvision, ToTensor: https://pytorch.org/vision/stable/generated/torchvision.transforms.ToTensor.html
"""

from dataclasses import replace

from harness.preparation import hold_out, preprocess
from scenarios.preprocessing.raw_pixels import broken


def to_float(pixels):  # uint8 (n, 1, 28, 28)
    return pixels.float() / 255  # from 0…255 to 0…1, the scale that the rate was chosen for


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, to_float)


scaled = replace(broken, prepare=prepare)
