"""Remove the specks, or train with them.

## Why it failed

In the camera's images half of the pixels are stuck at 0 or 1: salt-and-pepper noise. A unit of the first layer sums
over 784 pixels. Replacing those in the set S by random values shifts the sum by Σ wᵢ (rᵢ − xᵢ) over S. Its mean is not
zero, since a background of 0 becomes 0.25 on average, and its spread grows with the norm of the unit's weights. On
clean scans nothing asked for a small norm, nor for spreading the weights over neighbouring pixels that say the same.
The batch norm behind the layer does not take the shift away: it subtracts the clean scans' mean, and divides by their
spread. Pixels that are 0 in every scan, in the corners for instance, get no gradient and keep the random weights that
they started with; now a speck can be there. How much harm that does depends on those weights, and so on the seed.

## Why this helps

- `median_filter` replaces each pixel by the median of the 3 × 3 pixels around it. A speck is an extreme among its
  neighbours, and goes unless five of the nine are specks on its side; an edge stays sharp, where a mean would smear
  both. The same filter is applied to training, validation and later images. It ends at 0.85 to 0.91. Try it first,
  for isolated faulty pixels.
- `noise_augmentation` puts new specks on every training image each time it is drawn. The network cannot rely on
  single pixels, and learns weights that average over many; the batch norm's statistics become those of speckled images.
  It ends at 0.81 to 0.87. Take it for noise that no filter removes, as long as you can imitate it: the share need not
  be exact, and here 44 % of the pixels stand in for one in two.

Labelled images from the camera itself, in the training set, are better than any imitation.

Half of all pixels is far more than one meets: a worn sensor or a bad line spoils 1 to 10 %. Digits this plain survive
so little noise without help.

## What it costs

The median wipes out lines thinner than two pixels: on MNIST's strokes it loses more than on digits that are thick.
Augmented training takes longer to converge, and the network is right on fewer of the clean scans, 0.93 to 0.97 of
them; it also helps only against the kind of noise that was drawn.

## How to check

    print((abs(images - median(images, size=(1, 1, 3, 3))) > 0.5).mean())  # stand out: 0.23, and 0.00 of scans

## When it is not the cause

If clean new images score as badly, the network has too little to learn from (`tiny_dataset`) or too many weights
(`too_large_model`). If whole images are brighter or paler, see `inconsistent_brightness`. If the images are alike
but prepared by different code, `mismatched_transforms`. Wrong labels rather than wrong pixels are `label_noise`.

## References

- C. Bishop, Training with noise is equivalent to Tikhonov regularization, 1995, doi:10.1162/neco.1995.7.1.108
- D. Hendrycks, T. Dietterich, Benchmarking neural network robustness to common corruptions and perturbations, 2019,
  arXiv:1903.12261
- SciPy, scipy.ndimage.median_filter:
  https://docs.scipy.org/doc/scipy/reference/generated/scipy.ndimage.median_filter.html
"""

from dataclasses import replace
from functools import partial

import torch
from scipy.ndimage import median_filter as median

from harness.preparation import preprocess
from scenarios.data.noisy_inputs import broken


def prepare_filtered(raw):
    scans, camera = raw.take(raw.groups == 0), raw.take(raw.groups == 1)
    return preprocess(scans, camera, partial(median, size=(1, 1, 3, 3)))  # a lone extreme is never in the middle


def speckled_step(model, loss, optimizer, inputs, targets):
    drawn = torch.rand_like(inputs)
    speckled = inputs.masked_fill(drawn < 0.22, 0.0).masked_fill(drawn > 0.78, 1.0)  # new specks each time
    model.train()
    optimizer.zero_grad()
    value = loss(model(speckled), targets)
    value.backward()
    optimizer.step()
    return value


median_filter = replace(broken, prepare=prepare_filtered)
noise_augmentation = replace(broken, step=speckled_step)
