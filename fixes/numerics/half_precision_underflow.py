"""Keep the gradients in float16's range.

## Why it failed

The smallest positive float16 is 2⁻²⁴ = 6.0·10⁻⁸, and anything below half of that is rounded to 0. The gradient of a
score is w (p − y) / n, with a loss weight of w = 10⁻⁶ and a batch of n = 96: at most 1.0·10⁻⁸, and 1.1·10⁻⁹ in the
median. Under `autocast` the gradients of a layer's outputs have the type that these outputs had in the forward
pass, so all of them become 0 at the last layer, and nothing comes back to any weight. In float32 these gradients
are harmless, since Adam divides them by their own size. The run uses real float16 arithmetic, on the CPU as well. A
weight of 10⁻⁶ stands for the usual causes: a mean over millions of pixels, a term with a small weight in a sum, a
deep network whose gradients are small anyway. With them a part of the gradients is lost, and the run is slower or
worse rather than dead.

## Why this helps

- `grad_scaler` multiplies the loss by 65,536, and by the chain rule every gradient with it: 1.1·10⁻⁹ becomes 7·10⁻⁵,
  and not one of the scores' gradients is lost. Before the step it divides the weights' gradients again, in float32.
  If one overflows, it skips the step and halves the factor. It scores 0.91 to 0.96. Take it wherever float16 is
  used.
- `bfloat16` has the exponents of float32 and reaches down to 10⁻³⁸, with only eight bits of precision. No scaling
  is needed. It scores 0.91 to 0.96. Take it where the hardware has it: NVIDIA from Ampere on, TPUs, recent CPUs.

## What it costs

The scaler costs three lines and now and then a skipped step. Clip gradients only after `scaler.unscale_(optimizer)`.
bfloat16 rounds to two or three decimal digits; sums and statistics are better kept in float32.

## How to check

    print(sum((p.grad == 0).sum() for p in model.parameters()))  # in float16, then again in float32

## When it is not the cause

If the gradients are zero in float32 as well, the format is innocent: `zero_initialization`, `dying_relu`,
`detached_graph`. If they are small, but not zero, see `vanishing_gradients` and `low_learning_rate`. NaN or
infinity in float16 is overflow, at 65,504, and scaling makes it worse; a logarithm is another suspect
(`log_of_zero`).

## References

- P. Micikevicius et al., Mixed precision training, 2017, arXiv:1710.03740 (section 3.2, loss scaling)
- D. Kalamkar et al., A study of bfloat16 for deep learning training, 2019, arXiv:1905.12322
- PyTorch, Automatic mixed precision examples: https://pytorch.org/docs/stable/notes/amp_examples.html
"""

from dataclasses import replace

import torch
from torch.amp import GradScaler

from scenarios.numerics.half_precision_underflow import broken


def step_with_scaler(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    if not hasattr(optimizer, "scaler"):
        optimizer.scaler = GradScaler(inputs.device.type)  # one for the whole run: it adapts its factor
    with torch.autocast(inputs.device.type, dtype=torch.float16):
        value = loss(model(inputs), targets)
    optimizer.scaler.scale(value).backward()  # 65,536 times the loss, so 65,536 times every gradient
    optimizer.scaler.step(optimizer)  # divides the gradients by it again, in float32
    optimizer.scaler.update()
    return value


def step_in_bfloat16(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    with torch.autocast(inputs.device.type, dtype=torch.bfloat16):  # as many exponents as float32 has
        value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


grad_scaler = replace(broken, step=step_with_scaler)
bfloat16 = replace(broken, step=step_in_bfloat16)
