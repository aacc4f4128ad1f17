"""Let the weights of one sample add up to 1.

## Why it failed

`weights` has the shape (batch, time, 1), and `softmax(dim=0)` divides by a sum over the batch:

    w[b, t] = exp s[b, t] / Σ over b' of exp s[b', t]

So the sequences compete with each other for each step, where the steps of one sequence should compete. With 64
sequences of 12 steps about five have their mark at the same step, and each gets a fifth of the weight. The layers
above grow until that is enough, and the loss falls. With 1000 sequences the shares are 16 times smaller, and all
answers shrink towards zero. The validation part happens to be as large as a batch, and so hides it. A sequence that
comes alone would get a weight of 1 at every step, marked or not.

The line is usually older than its layout: in tensors of shape (time, batch, …) dim 0 is the time. And
`F.softmax(x)` without a `dim` takes dim 0 for three-dimensional tensors, with a warning that is easily missed.

## Why this helps

With `dim=1` each sequence has one unit of attention to spend on its own steps, and nothing depends on the company
it comes in. The held-back score rises from at most 0.11 to 0.89 or more; the noise in the answers allows 0.92.

## What it costs

Nothing.

## How to check

    torch.testing.assert_close(model(x)[:1], model(x[:1]))  # in eval mode: a sample's answer must not need the others

## When it is not the cause

If that check passes in evaluation mode and fails in training mode, it is batch normalisation doing its work; with
two or three samples it harms. A softmax before `CrossEntropyLoss` is wrong over any
dimension (`double_softmax`). If single answers are right and the report is still too good, suspect the data:
`duplicate_leakage`, `target_leakage`, `mismatched_transforms`.

## References

- D. Bahdanau, K. Cho, Y. Bengio, Neural machine translation by jointly learning to align and translate, 2014,
  arXiv:1409.0473 (weights that add up to 1 over the steps of a sequence)
- A. Karpathy, A recipe for training neural networks, 2019, http://karpathy.github.io/2019/04/25/recipe/ ("use
  backprop to chart dependencies": a test for samples that mix)
- PyTorch, torch.nn.functional.softmax: https://pytorch.org/docs/stable/generated/torch.nn.functional.softmax.html
"""

from dataclasses import replace

from torch import nn

from scenarios.model.softmax_over_batch import broken


class AttentionPooling(nn.Module):
    def __init__(self, features=2, hidden=16):
        super().__init__()
        self.encode = nn.Sequential(nn.Linear(features, hidden), nn.ReLU())
        self.attend = nn.Linear(hidden, 1)
        self.recall = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(inputs)
        weights = self.attend(codes).softmax(dim=1)  # over time: the weights of one sample add up to 1
        return self.recall((weights * codes).sum(dim=1)).squeeze(1)


softmax_over_time = replace(broken, model=AttentionPooling)
