"""Keep the graph from the loss to the first layer.

## Why it failed

`backward()` walks back along the graph that the forward pass has recorded, from the loss to every tensor that took
part. `detach()` returns the same numbers with that record cut off: for autograd the features are now a constant, like
the images. The walk ends there, and the encoder's parameters keep `grad = None`. An optimizer skips such parameters
without a word, because that is also what a frozen layer looks like.

What is left is a linear classifier on 64 random features. It could still do better than the 0.2 of an average run,
given thousands of steps; but three untrained layers make all images look much alike, so even that is slow.

## Why this helps

Without `detach()` the gradient reaches all four layers, and the score is 0.90 to 0.96. The cut is often better
hidden: `.data`, `.numpy()` and back, `torch.tensor(features)`, or a `torch.no_grad()` that covers more lines than it
was meant to. The cure is the same each time: hand on the tensor itself.

## What it costs

Memory and time, as any training does: the activations of the encoder are kept for the backward pass, which is now the
longer half of a step.

## How to check

    print([n for n, p in model.named_parameters() if p.requires_grad and p.grad is None])  # after backward(): empty

## When it is not the cause

If all gradients are there but those of the first layers are tiny, the path is whole and too long:
`vanishing_gradients`. If they are there, of good size, and the weights do not change, the optimizer was never given
them (`forgotten_parameters`), or `zero_grad()` comes too late (`cleared_gradients`). And a cut can be intended: the
control `frozen_backbone` trains a head on features that are good already.

## References

- PyTorch, Autograd mechanics: https://pytorch.org/docs/stable/notes/autograd.html
- PyTorch, Tensor.detach: https://pytorch.org/docs/stable/generated/torch.Tensor.detach.html
"""

from dataclasses import replace

from scenarios.loop.detached_graph import Classifier, broken


class ConnectedClassifier(Classifier):
    def forward(self, images):  # (batch, 1, 28, 28)
        features = self.encode(images)  # no detach(): the encoder's gradient comes through here
        return self.classify(features)


connected = replace(broken, model=ConnectedClassifier)
