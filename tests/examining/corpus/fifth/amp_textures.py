"""bfloat16 autocast on the CPU: which way do the stripes run?"""
import math
import os

import torch
from torch import nn

torch.manual_seed(int(os.environ.get("SEED", 0)))

N_ANGLES = 6
SIZE = 16


def stripes(n):
    y = torch.randint(0, N_ANGLES, (n,))
    theta = y * math.pi / N_ANGLES + 0.08 * torch.randn(n)
    freq = 0.7 + 0.5 * torch.rand(n)
    phase = 2 * math.pi * torch.rand(n)
    g = torch.arange(SIZE).float() - SIZE / 2
    u = theta.cos()[:, None, None] * g[None, None, :] + theta.sin()[:, None, None] * g[None, :, None]
    img = torch.sin(freq[:, None, None] * u + phase[:, None, None])
    img = img + 0.8 * torch.randn_like(img)
    return img[:, None], y


train_x, train_y = stripes(1200)
test_x, test_y = stripes(400)


def block(cin, cout):
    return nn.Sequential(nn.Conv2d(cin, cout, 3, padding=1, bias=False), nn.BatchNorm2d(cout), nn.ReLU())


class StripeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(block(1, 12), block(12, 12), nn.MaxPool2d(2), block(12, 32))
        self.head = nn.Linear(32, N_ANGLES)

    def forward(self, x):
        x = self.features(x)
        x = x.mean(dim=(2, 3))
        return self.head(x)


model = StripeNet()
optimizer = torch.optim.AdamW(model.parameters(), lr=4e-3, weight_decay=0.01)
loss_fn = nn.CrossEntropyLoss()

EPOCHS, BATCH = 6, 40
steps_per_epoch = len(train_x) // BATCH
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=4e-3, total_steps=EPOCHS * steps_per_epoch)

for epoch in range(EPOCHS):
    model.train()
    perm = torch.randperm(len(train_x))
    epoch_loss = 0.0
    for b in range(steps_per_epoch):
        idx = perm[b * BATCH:(b + 1) * BATCH]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(train_x[idx])
        loss = loss_fn(logits.float(), train_y[idx])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        scheduler.step()
        epoch_loss += loss.item()
    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        acc = (model(test_x).argmax(1) == test_y).float().mean().item()
    print(f"epoch {epoch + 1}/{EPOCHS} loss {epoch_loss / steps_per_epoch:.4f} test acc {acc:.4f}")
print(f"test acc {acc:.4f}")
