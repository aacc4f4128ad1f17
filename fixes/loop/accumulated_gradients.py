"""Clear the gradients before each backward pass.

## Why it failed

`backward()` *adds* to `parameter.grad`. Without `zero_grad()`, step t moves along g₁ + g₂ + … + gₜ, the sum of
all gradients so far. Near a minimum that is a spring without friction: the old gradients still push downhill
when the weights are already past the bottom. Momentum on top of it makes each swing larger than the last.

## Why this helps

`zero_grad()` sets the gradients to None, so `backward()` leaves the gradient of this batch and of nothing else.

## What it costs

Nothing. `set_to_none=True`, the default, even saves the memory traffic of writing zeros.

## How to check

    assert all(p.grad is None for p in model.parameters())  # just before backward(), in every step

## When it is not the cause

A loss that climbs from the very first steps is a rate that is too high (`high_learning_rate`). And gradients are
sometimes added up on purpose, over k small batches that stand for a large one: see the control
`gradient_accumulation`, which clears them every k batches and divides each loss by k.

## References

- PyTorch, Zeroing out gradients: https://pytorch.org/tutorials/recipes/recipes/zeroing_out_gradients.html
- PyTorch, torch.optim.Optimizer.zero_grad:
  https://pytorch.org/docs/stable/generated/torch.optim.Optimizer.zero_grad.html
"""

from dataclasses import replace

from scenarios.loop.accumulated_gradients import broken


def step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()  # backward() adds to what is there: start from nothing
    value = loss(model(inputs), targets)
    value.backward()
    optimizer.step()
    return value


cleared_gradients = replace(broken, step=step)
