"""Turn bytes into floats before computing with them.

## Why it failed

A uint8 holds 0 to 255, and PyTorch and NumPy compute modulo 256, without a warning. What the formula gives:

    pixel      0     50    100    200    255
    meant   −128    −28     72    272    382   → clamped to 0, 0, 72, 255, 255
    uint8    128    228     72     16    126

The brightest ink and the empty paper both land near 128, and faint edges become the brightest spots. Two greys that
are neighbours can end up at opposite ends. `clamp` comes too late: the overflow has already happened, and all
values lie in 0…255. The images still differ from each other, so a network can tell 600 of them apart one by one.
But what it learns is a contour of accidents, and that does not carry over.

## Why this helps

With `.float()` first, the intermediate values may be negative or above 255, and the clamp brings them back as
intended. The score rises to 0.93 to 0.97.

## What it costs

Four times the memory while the images are processed. Where that hurts, use functions that saturate, such as OpenCV's
`cv2.add` or Pillow's `ImageEnhance`, or a wider integer type.

## How to check

    assert enhance(pixels).allclose(enhance(pixels.float()))  # the same function, on bytes and on floats

## When it is not the cause

If the enhanced images look right, a perfect training score with a poor one elsewhere is ordinary overfitting
(`tiny_dataset`, `too_large_model`, `too_many_epochs`) or comes from wrong labels (`label_noise`). Bytes turned into
floats but never scaled make the loss leap at the start (`raw_pixels`).

## References

- NumPy, Data types, overflow errors: https://numpy.org/doc/stable/user/basics.types.html#overflow-errors
- OpenCV, Arithmetic operations on images (saturated against modulo):
  https://docs.opencv.org/4.x/d0/d86/tutorial_py_image_arithmetics.html
- PyTorch, Tensor attributes, type promotion: https://pytorch.org/docs/stable/tensor_attributes.html
"""

from dataclasses import replace

from harness.preparation import hold_out, preprocess
from scenarios.numerics.integer_pixels import broken


def enhance(pixels):  # uint8 (n, 1, 28, 28)
    contrast = (pixels.float() - 128) * 2 + 128  # floats may go below 0 and above 255; the clamp then brings them back
    return contrast.clamp(0, 255) / 127.5 - 1


def prepare(raw):
    train, validation = hold_out(raw, fraction=1 / 3)
    return preprocess(train, validation, enhance)


floats_first = replace(broken, prepare=prepare)
