"""Tell each step where it stands.

## Why it failed

Self-attention computes, for each step, a weighted mean of all steps, and the weights depend on what the steps hold:

    output(i)  =  Σ over j of  softmax(q(x_i) · k(x_j))  v(x_j)

No index occurs in it but through x. Shuffle the steps and the outputs are shuffled in the same way; take their mean
and the shuffling is gone. The feed-forward part and the layer norms treat each step alike. So the network computes
a function of the *set* of values, and both classes hold the same set: one swing is the other played backwards. The
best answer is one half each, at a loss of ln 2 = 0.69.

## Why this helps

Both fixes add a vector to each embedded step that depends on nothing but its place, so "high at step 2" and "high
at step 9" are different inputs, and attention can look for one before the other.

- `learned_positions` has one trainable vector for each of the ten places. It scores 0.997 or more. Take it when the
  length is bounded and there is enough data; a place that never occurs in training has a random vector.
- `sinusoidal_positions` uses fixed sines and cosines of several wavelengths, with no parameters. It scores 0.997 or
  more. Take it when data is scarce, or when longer sequences than those of the training may come.

## What it costs

A table of length times width numbers. The positions have to be of about the size of the embeddings: much smaller,
and they are learned slowly; much larger, and they drown the content.

## How to check

    print((model(x) - model(x[:, torch.randperm(x.shape[1])])).abs().max())  # zero: no position is seen

## When it is not the cause

A transformer whose output does change when steps are shuffled, and which still stalls, may be driven too hard at
the start, for want of a warm-up, too gently (`low_learning_rate`), or have labels that do not belong to their inputs
(`misaligned_labels`). A mean over separately encoded steps is blind in the same way without any attention:
`order_blind_model`. A decoder with a causal mask sees some order even without positions.

## References

- A. Vaswani et al., Attention is all you need, 2017, arXiv:1706.03762 (section 3.5: positional encoding)
- J. Devlin et al., BERT: pre-training of deep bidirectional transformers, 2018, arXiv:1810.04805 (learned
  positions)
- J. Lee et al., Set Transformer, 2018, arXiv:1810.00825 (attention as a function of sets, where that is wanted)
- PyTorch, TransformerEncoderLayer: https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoderLayer.html
"""

from dataclasses import replace

import torch
from torch import nn

from scenarios.model.missing_positions import broken


class LearnedPositions(nn.Module):
    def __init__(self, features=1, width=16, classes=2, length=10):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.positions = nn.Parameter(0.5 * torch.randn(length, width))  # one vector a step, learned like any weight
        self.encode = nn.TransformerEncoderLayer(
            width, nhead=2, dim_feedforward=32, dropout=0.0, batch_first=True, norm_first=True
        )
        self.classify = nn.Linear(width, classes)
        nn.init.normal_(self.classify.weight, std=0.02)
        nn.init.zeros_(self.classify.bias)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(self.embed(inputs) + self.positions)
        return self.classify(codes.mean(dim=1))


def sinusoids(length, width):
    steps = torch.arange(length).unsqueeze(1)
    rates = 10000 ** (-torch.arange(0, width, 2) / width)
    return torch.cat([torch.sin(steps * rates), torch.cos(steps * rates)], dim=1)


class SinusoidalPositions(nn.Module):
    def __init__(self, features=1, width=16, classes=2, length=10):
        super().__init__()
        self.embed = nn.Linear(features, width)
        self.register_buffer("positions", sinusoids(length, width))  # fixed: nothing to learn
        self.encode = nn.TransformerEncoderLayer(
            width, nhead=2, dim_feedforward=32, dropout=0.0, batch_first=True, norm_first=True
        )
        self.classify = nn.Linear(width, classes)
        nn.init.normal_(self.classify.weight, std=0.02)
        nn.init.zeros_(self.classify.bias)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(self.embed(inputs) + self.positions)
        return self.classify(codes.mean(dim=1))


learned_positions = replace(broken, model=LearnedPositions)
sinusoidal_positions = replace(broken, model=SinusoidalPositions)
