"""Begin with small steps, and let the rate grow.

## Why it failed

Near a point where the loss has curvature λ, a step of plain gradient descent multiplies the error by 1 − ηλ. For
η > 2/λ that is below −1: each step overshoots by more than there was to correct, and the loss grows. How large λ is
depends on where the weights are. With η = 0.011 the limit is 182. Measured on six untrained models, by power iteration
on 256 sequences, the largest curvature is 525 to 832: the rate is past the limit by a factor of three to five, and the
loss grows so fast that it leaves the region before the weights can settle.

## Why this helps

`linear_warmup` begins at a hundredth of the rate and reaches all of it after 80 of 117 steps. The loss is
below 0.5 after 15. As the rate passes the limit the loss may jump for a moment, as high as 90; afterwards the run goes
on where the loss is flatter. At the end the largest curvature of the same six models is 143 to 191, about at the limit:
by the time the rate is full it is one that the weights can bear. R² ends between 0.978 and 1.00.

## What it costs

Steps that are smaller than they could be, and one more number to choose.

## How to check

    for group in optimizer.param_groups: group["lr"] /= 100  # for the first steps: if the loss now falls, warm up

## When it is not the cause

If the loss also explodes once the rate is full, the rate is too high for any weights: `high_learning_rate`,
`high_adam_learning_rate`. With momentum, see `excessive_momentum`; in a recurrent network, `exploding_gradients`.
Weights drawn too large (`large_initialization`) make the start sharp as well. If the loss falls only late, on
purpose, see the control `linear_warmup`.

## References

- D. S. Kalra, M. Barkeshli, Why warmup the learning rate?, 2024, arXiv:2406.09405
- A. Lewkowycz et al., The large learning rate phase of deep learning: the catapult mechanism, 2020, arXiv:2003.02218
- A. Vaswani et al., Attention is all you need, 2017, arXiv:1706.03762 (section 5.3: the warm-up)
- PyTorch, LinearLR: https://pytorch.org/docs/stable/generated/torch.optim.lr_scheduler.LinearLR.html
"""

from dataclasses import replace
from functools import partial

from torch.optim.lr_scheduler import LinearLR

from scenarios.schedule.missing_warmup import broken

# from a hundredth of the rate to all of it, in 80 of the 117 steps
linear_warmup = replace(broken, schedule=partial(LinearLR, start_factor=0.01, total_iters=80), schedule_per="batch")
