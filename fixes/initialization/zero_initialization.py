"""Let the units start out different.

## Why it failed

For a hidden layer h = relu(W₁x) and scores z = W₂h, the gradients are

    ∂L/∂W₂ = δ hᵀ        ∂L/∂W₁ = (W₂ᵀδ ⊙ relu′) xᵀ

With W₁ = 0 the first is zero, since h is. With W₂ = 0 the second is zero too. Neither can free the other, and it
stays so for ever: only the ten output biases get a gradient. They learn how often each digit occurs. Any other
constant is little better. Units with equal weights get equal gradients and remain equal, so that 64 of them do the
work of one. Only randomness breaks this symmetry.

## Why this helps

- `default`: leave `nn.Linear` alone. It draws weights and biases uniformly from ±1/√n_in. It scores 0.90 to 0.95,
  and for a network with one hidden layer there is no need for more.
- `xavier`: weights uniform with a variance of 2 / (n_in + n_out), biases zero. It scores 0.92 to 0.96. Take it when
  you want to state the start in the code. The biases may be zero, since the weights already differ.

## What it costs

Nothing, except that runs now depend on a seed. Set it, and compare several.

## How to check

    print([name for name, p in model.named_parameters() if p.grad.abs().max() == 0])  # after backward(); should be []

## When it is not the cause

If the weights are random and the gradients zero all the same, the units may be off (`dying_relu`), the graph may be
cut (`detached_graph`), or the gradients cleared at the wrong moment (`cleared_gradients`). Small random weights
stall in a similar way (`small_initialization`). Zeros in the last layer alone do no harm: it gets a gradient in the
first step, and the layers before it in the second (see the control `zero_initialized_head`).

## References

- I. Goodfellow, Y. Bengio, A. Courville, Deep learning, 2016, section 8.4, https://www.deeplearningbook.org
- X. Glorot, Y. Bengio, Understanding the difficulty of training deep feedforward neural networks, 2010,
  https://proceedings.mlr.press/v9/glorot10a.html
- PyTorch, torch.nn.Linear: https://pytorch.org/docs/stable/generated/torch.nn.Linear.html (its initial weights)
"""

from dataclasses import replace
from functools import partial

from torch import nn

from harness.models import mlp
from scenarios.initialization.zero_initialization import broken


def xavier_network():
    model = mlp(784, 64, 10)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.xavier_uniform_(layer.weight)  # random: no two units start alike
            nn.init.zeros_(layer.bias)  # biases may start at zero
    return model


default = replace(broken, model=partial(mlp, 784, 64, 10))  # nn.Linear draws its own random weights
xavier = replace(broken, model=xavier_network)
