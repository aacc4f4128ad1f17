"""Start with weights that keep the signal's size.

## Why it failed

A layer of n inputs multiplies the signal's deviation by about σ √(n/2), with the half for the ReLU before it. For σ
= 0.001 and n = 64 that is 0.006: three such layers leave 1/5,000,000 of what the first one puts out. All images get
the same scores, to eight digits. The way back is the same: the gradient of any weight matrix has a norm of about
3·10⁻⁷, and a rate of 0.03 makes steps of 10⁻⁸ of it. Only the last biases do not depend on the weights. They learn
how often each digit occurs, and nothing more. The place is a saddle point: the gradient is almost zero, and no
minimum is near.

## Why this helps

He's rule sets σ = √(2 / n_in): 0.05 in the first layer, 0.18 in the others. The layers' outputs then have
deviations of 0.6 to 0.8, all four of them, the gradients' norms are 0.8 to 4.4, and the network scores 0.92 to 0.97.

## What it costs

Nothing. σ has to follow the width of each layer; one constant for all of them, such as 0.01 or 0.02, fits only some.

## How to check

    print([h.std().item() for h in outputs_by_layer])  # from forward hooks; should stay within a factor of ten

## When it is not the cause

With sigmoid or tanh units the gradient can vanish though the weights are right (`vanishing_gradients`), and in a
very deep plain stack it can as well (`degraded_depth`). Weights of exactly zero are a case of their own
(`zero_initialization`). If the layers' outputs are healthy and nothing moves, the step is too small
(`low_learning_rate`) or never made (`cleared_gradients`). Small weights in one layer alone, the last one, are
harmless: see the control `zero_initialized_head`.

## References

- K. He, X. Zhang, S. Ren, J. Sun, Delving deep into rectifiers, 2015, arXiv:1502.01852 (section 2.2)
- I. Goodfellow, Y. Bengio, A. Courville, Deep learning, 2016, section 8.4, https://www.deeplearningbook.org
- PyTorch, torch.nn.init: https://pytorch.org/docs/stable/nn.init.html
"""

from dataclasses import replace

from torch import nn

from harness.models import mlp
from scenarios.initialization.small_initialization import broken


def network():
    model = mlp(784, 64, 64, 64, 10)
    for layer in model:
        if isinstance(layer, nn.Linear):
            nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")  # as wide as its number of inputs asks for
            nn.init.zeros_(layer.bias)
    return model


he = replace(broken, model=network)
