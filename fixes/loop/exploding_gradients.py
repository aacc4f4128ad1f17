"""Bound the length of the gradient.

## Why it failed

The state is h(t) = relu(W h(t−1) + U x(t)), and the gradient with respect to an early state holds the product of
all later factors:

    ∂h(20)/∂h(1)  =  D(20) W · D(19) W · … · D(2) W        D: zeros and ones of the ReLU

If W stretches a vector by λ, the product stretches it by λ¹⁹: 1 for λ = 1, but 2200 for λ = 1.5. W starts as the
identity, which lets the network add up from the beginning. At the first step the gradients have a norm of 320 to
900. With η = 0.02 the weights move by 6 to 18, where they were of size 8 altogether. Now W stretches some vectors 6
to 14 times, and the answers, which should lie between −20 and 20, are thousands off at the least and 10¹⁷ at the
most. The landscape has cliffs: the gradient at a cliff is huge, and says nothing about how far to go.

## Why this helps

- `clipped_gradients` scales the whole gradient down to a norm of 0.25 whenever it is longer. The direction stays;
  the step is never longer than that of a tame gradient. It ends at an R² of 0.95 to 0.98. Common bounds are 0.25 to
  5: look at the norms of a healthy run. Take it first; it is one line and changes nothing in the model.
- `gru` and `lstm` replace the recurrence. Their gates keep states and cells from being multiplied over and over, so
  there is no cliff here. They end at 0.99 and 0.94 or more. The LSTM's forget gates start at σ(3) = 0.95, so that
  its cells keep what they add up; with a bias of 0 they start at 0.5, which halves the cells at each step. Take one
  when a plain RNN is not needed for itself; clip all the same on long sequences.

A rate a thousand times smaller, without clipping, ends at 0.94 to 0.98 here as well. But one has to find it: the
rates on the way there, a tenth and a hundredth, fail too, and what is small enough depends on the length.

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
- R. Jozefowicz, W. Zaremba, I. Sutskever, An empirical exploration of recurrent network architectures, ICML 2015
  (forget gates that start open)
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
    def __init__(self, features=1, hidden=32):
        super().__init__()
        self.read = nn.LSTM(features, hidden, batch_first=True)  # cells that add up, behind bounded gates
        nn.init.constant_(self.read.bias_ih_l0[hidden : 2 * hidden], 3.0)  # the forget gates start open
        self.answer = nn.Linear(hidden, 1)

    def forward(self, inputs):  # (batch, time, features)
        states, _ = self.read(inputs)
        return self.answer(states[:, -1]).squeeze(1)


clipped_gradients = replace(broken, step=step)
gru = replace(broken, model=GRUCounter)
lstm = replace(broken, model=LSTMCounter)
