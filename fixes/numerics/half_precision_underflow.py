from dataclasses import replace

import torch
from torch.amp import GradScaler

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
