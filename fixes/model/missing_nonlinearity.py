"""Put an activation between the layers.

## Why it failed

A linear layer after a linear layer is a linear layer:

    W₃(W₂(W₁x + b₁) + b₂) + b₃  =  (W₃W₂W₁)x + c

The 4,929 numbers of the network describe eleven: a slope for each column and an offset. It learns them well, and ends
where a linear regression ends. Two of the columns act through a curve that bends back, and two through the sine of
their product; no slope can follow that.

## Why this helps

ReLU between the layers keeps the positive part of each hidden unit and cuts off the rest. Each unit has a kink, and
the second layer adds the kinks up to curves and products. The layers no longer multiply out. R² rises to between
0.92 and 0.96.

## What it costs

Next to nothing in time. With ReLU, how the weights are drawn begins to matter: see `large_initialization` and
`dying_relu`. The last layer keeps none, or a regressor could not answer with a negative number.

## How to check

    x = torch.randn(2, 10); print(model(x).sum() - model(x.sum(0, keepdim=True)) - model(0 * x[:1]))  # 0: linear

## When it is not the cause

If the check gives something else than 0, the network can bend, and a plateau has other reasons: too few units
(`too_small_model`), weights that are pulled to zero (`excessive_weight_decay`), units switched off
(`excessive_dropout`). An activation can also be there and not act: sigmoids near zero are almost straight
(`small_initialization`). Where the truth is linear, as in the control `no_activation_linear_task`, nothing is missing.

## References

- I. Goodfellow, Y. Bengio, A. Courville, Deep Learning, section 6.1, 2016: https://www.deeplearningbook.org
- A. Saxe, J. McClelland, S. Ganguli, Exact solutions to the nonlinear dynamics of learning in deep linear neural
  networks, 2013, arXiv:1312.6120 (what deep linear networks do and do not gain)
- PyTorch, torch.nn.ReLU: https://pytorch.org/docs/stable/generated/torch.nn.ReLU.html
"""

from dataclasses import replace

from torch import nn

from scenarios.model.missing_nonlinearity import broken


class Regressor(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer1 = nn.Linear(10, 64)
        self.layer2 = nn.Linear(64, 64)
        self.output = nn.Linear(64, 1)

    def forward(self, inputs):
        hidden = self.layer1(inputs).relu()  # without it, two linear layers are one
        hidden = self.layer2(hidden).relu()
        return self.output(hidden).squeeze(1)


activations = replace(broken, model=Regressor)
