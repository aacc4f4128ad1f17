"""Bound the length of the gradient.

## Why it failed

The state is h(t) = relu(W h(t−1) + U x(t)), and the gradient with respect to an early state holds the product of
all later factors:

    ∂h(16)/∂h(1)  =  D(16) W · D(15) W · … · D(2) W        D: zeros and ones of the ReLU

If W stretches a vector by λ, the product stretches it by λ¹⁵: 1 for λ = 1, but 440 for λ = 1.5. W starts as the
identity, which lets the network add up from the beginning. At the first step the gradients have a norm of 360 to
400. With η = 0.02 the weights move by 7 or 8, where they were of size 6 altogether, W now stretches several times,
and its fifteenth power is beyond all bounds. The landscape has cliffs: the gradient at a cliff is huge, and says
nothing about how far to go.

## Why this helps

- `clipped_gradients` scales the whole gradient down to a norm of 0.25 whenever it is longer. The direction stays;
  the step is never longer than that of a tame gradient. It ends at an R² of 0.92 to 0.98. Common bounds are 0.25 to
  5: look at the norms of a healthy run. Take it first; it is one line and changes nothing in the model.
- `gru` and `lstm` replace the recurrence. Their gates keep states and cells from being multiplied over and over, so
  there is no cliff here. They end at 0.997 and 0.985 or more. Take one when a plain RNN is not needed for itself;
  clip all the same on long sequences.

## What it costs

Clipping needs one pass over the gradients, and a bound that is too low makes every step a small one. A GRU has
three times as many weights as an RNN of the same width, an LSTM four times.

## How to check

    print(nn.utils.clip_grad_norm_(model.parameters(), float("inf")))  # after backward(): the norm alone

## When it is not the cause

If the norm is ordinary and the loss still climbs, the steps are too long for the curvature: `high_learning_rate`,
`excessive_momentum`. A NaN at a finite gradient norm comes from the arithmetic (`log_of_zero`). In a deep network
without recurrence look at the first weights (`large_initialization`). Norms far above the bound in each step are no
fault by themselves: see the control `clipped_rnn`.

## References

- R. Pascanu, T. Mikolov, Y. Bengio, On the difficulty of training recurrent neural networks, 2012, arXiv:1211.5063
- Q. Le, N. Jaitly, G. Hinton, A simple way to initialize recurrent networks of rectified linear units, 2015,
  arXiv:1504.00941 (the identity, trained with clipping)
- S. Hochreiter, J. Schmidhuber, Long short-term memory, 1997, doi:10.1162/neco.1997.9.8.1735
- PyTorch, clip_grad_norm_: https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
"""

from dataclasses import replace

from torch import nn

from scenarios.loop.exploding_gradients import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(inputs), targets)
    value.backward()
    nn.utils.clip_grad_norm_(model.parameters(), max_norm=0.25)  # keeps the direction, bounds the length
    optimizer.step()
    return value


class GRUCounter(nn.Module):
    def __init__(self, features=1, hidden=16):
        super().__init__()
        self.read = nn.GRU(features, hidden, batch_first=True)  # states stay between -1 and 1
        self.answer = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        states, _ = self.read(inputs)
        return self.answer(states[:, -1]).squeeze(1)


class LSTMCounter(nn.Module):
    def __init__(self, features=1, hidden=16):
        super().__init__()
        self.read = nn.LSTM(features, hidden, batch_first=True)  # cells that add up, behind bounded gates
        self.answer = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        states, _ = self.read(inputs)
        return self.answer(states[:, -1]).squeeze(1)


clipped_gradients = replace(broken, step=step)
gru = replace(broken, model=GRUCounter)
lstm = replace(broken, model=LSTMCounter)
