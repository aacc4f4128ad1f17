from dataclasses import replace

import torch
from torch import nn
from torch.amp import GradScaler

from trainwreck import Reading
from trainwreck.scenarios.numerics.half_precision_underflow import broken


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


def check(model, loss, update, inputs, targets):
    """What share of the gradient is zero in a step of this run, and not so in float32?"""
    for layer in model.modules():
        if isinstance(layer, nn.Dropout):
            layer.p = 0.0  # a unit that is dropped has no gradient either
    loss(model(inputs), targets).backward()
    exact = [None if p.grad is None else p.grad.clone() for p in model.parameters()]
    update(inputs, targets)
    both = [(e, p.grad) for e, p in zip(exact, model.parameters(), strict=True) if e is not None and p.grad is not None]
    present = sum((e != 0).sum().item() for e, _ in both)
    lost = sum(((e != 0) & (g == 0)).sum().item() for e, g in both) / max(present, 1)
    return Reading(round(lost, 3), suspicious=lost > 0.05)  # with a scaler about 0.001


def step_with_fixed_scale(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    with torch.autocast(inputs.device.type, dtype=torch.float16):
        value = loss(model(inputs), targets)
    (64 * value).backward()
    optimizer.step()
    return value


impostors = {"fixed_scale": replace(broken, step=step_with_fixed_scale)}  # a quarter still lost
