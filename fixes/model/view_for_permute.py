"""Swap the axes instead of cutting the memory anew.

## Why it failed

`view` leaves the numbers in their order in memory and only draws the lines between them elsewhere. The strips lie as

    image 0: strip 0, 1, … 6;  image 1: strip 0, 1, … 6;  …

and `view(7, -1, 112)` cuts this into seven equal lengths. With a batch of 64, the first "time step" holds all strips
of images 0 to 8 and the first of image 9. Sequence 0 runs through strips of images 0, 9, 18, 27, 36, 45 and 54. The
GRU is asked to name image 0 after a tour of seven images, and the label tells it nothing about six of them. The
shapes fit, so PyTorch has no reason to complain.

## Why this helps

`permute(1, 0, 2)` exchanges the first two axes: element (t, n) of the result is element (n, t) of the strips. Each
sequence then holds the seven strips of one image, top to bottom. The loss falls to about 0.15, and the network names
nine digits in ten.

## What it costs

Nothing: `permute` returns another way of walking through the same memory. Where a layer needs it laid out anew, add
`.contiguous()`. With `nn.GRU(batch_first=True)` no axis needs to be moved at all.

## How to check

    model.eval(); assert torch.allclose(model(x)[:1], model(x[:1]), atol=1e-5)  # the others in the batch do not count

## When it is not the cause

If the check holds, samples are not mixed. Then see whether inputs and labels were shuffled apart in the data
(`misaligned_labels`), or a softmax runs over the batch (`softmax_over_batch`). Batch normalisation in training mode
mixes samples by design, through their mean. A loss that compares (n, 1) with (n,) mixes them
in the last line: `broadcast_targets`.

## References

- PyTorch, torch.Tensor.view: https://pytorch.org/docs/stable/generated/torch.Tensor.view.html
- PyTorch, torch.permute: https://pytorch.org/docs/stable/generated/torch.permute.html
- A. Karpathy, A recipe for training neural networks, 2019: https://karpathy.github.io/2019/04/25/recipe/ (use backprop
  to chart dependencies: how he found just this)
"""

from dataclasses import replace

from torch import nn

from scenarios.model.view_for_permute import broken


class StripReader(nn.Module):
    def __init__(self, hidden=64, classes=10):
        super().__init__()
        self.gru = nn.GRU(input_size=112, hidden_size=hidden)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, images):
        strips = images.reshape(-1, 7, 112)  # four rows of 28 pixels make a strip
        sequence = strips.permute(1, 0, 2)  # swap the axes; a view would mix the images of the batch
        _, last = self.gru(sequence)
        return self.classify(last[-1])


swapped_axes = replace(broken, model=StripReader)
