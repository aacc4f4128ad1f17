"""Let each code see the steps around it.

## Why it failed

The network computes the same function f of each step and then takes the mean, (f(x₁) + … + f(xₙ)) / n. A sum does
not change when its terms are shuffled, so all orders of the same values give the same output. Here both classes
hold the same values: a swing that falls first is the other one played backwards. Nothing is left that tells them
apart, for any f, however deep. The best answer is one half each, at a loss of ln 2 = 0.69, and that is what one sees.

## Why this helps

`recurrent`: a GRU reads the signal step by step, and each state is a function of the step *and* of the state before
it. The last state can remember that the signal went up before it came down. It ends at 0.996 or more. Choose it
when what matters may lie far apart, and the signal is not very long.

`convolutional`: each code is computed from five neighbouring steps, with a weight of its own for each place among
them. One kernel becomes a detector of "rising", another of "falling", and the maximum over time asks whether it
was seen at all. It ends at 0.998 or more. Choose it when the pattern is local; it is the faster one.

## What it costs

A GRU cannot start step t before step t − 1 is done: its run takes about three times as long as the convolution's.
A convolution sees no further than its kernel: longer patterns need a larger one, more layers or dilation.

## How to check

    print((model(x) - model(x.flip(1))).abs().max())  # x: (batch, time, …); zero means that order is not seen

## When it is not the cause

A network that stalls on the training set and does react to a reversed signal is stuck for another reason:
`zero_initialization`, `misaligned_labels`, `low_learning_rate`. A transformer is blind to order in the same way until
positions are added: `missing_positions`. And where order carries no meaning, as in a bag of measurements, a mean over
the samples is the right model.

## References

- M. Zaheer et al., Deep Sets, 2017, arXiv:1703.06114 (what functions that ignore order look like)
- K. Cho et al., Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation, 2014,
  arXiv:1406.1078 (the GRU)
- S. Bai, J. Z. Kolter and V. Koltun, An Empirical Evaluation of Generic Convolutional and Recurrent Networks for
  Sequence Modeling, 2018, arXiv:1803.01271
- PyTorch, torch.nn.GRU: https://pytorch.org/docs/stable/generated/torch.nn.GRU.html
"""

from dataclasses import replace

from torch import nn

from scenarios.model.order_blind_model import broken


class Recurrent(nn.Module):
    def __init__(self, features=1, hidden=16, classes=2):
        super().__init__()
        self.encode = nn.GRU(features, hidden, batch_first=True)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, inputs):  # (batch, time, features)
        _, last = self.encode(inputs)  # each state depends on the one before it
        return self.classify(last[-1])


class Convolutional(nn.Module):
    def __init__(self, features=1, hidden=16, classes=2):
        super().__init__()
        self.encode = nn.Conv1d(features, hidden, kernel_size=5, padding=2)
        self.classify = nn.Linear(hidden, classes)

    def forward(self, inputs):  # (batch, time, features)
        codes = self.encode(inputs.transpose(1, 2)).relu()  # each code depends on five steps, in their order
        return self.classify(codes.amax(dim=2))


recurrent = replace(broken, model=Recurrent)
convolutional = replace(broken, model=Convolutional)
