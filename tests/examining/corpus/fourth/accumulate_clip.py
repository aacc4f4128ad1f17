"""Residual MLP on three spirals, SGD with gradient accumulation and clipping."""
import os
import math
import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(int(os.environ.get("SEED", 0)))

EPOCHS = 40
MICRO_BATCH = 16
ACCUMULATE = 4
MAX_NORM = 2.0
LR = 0.15


def spirals(n_per_class, noise=0.06):
    xs, ys = [], []
    for k in range(3):
        r = torch.rand(n_per_class).sqrt()
        angle = 4.0 * r + k * 2 * math.pi / 3
        points = torch.stack([r * torch.cos(angle), r * torch.sin(angle)], 1)
        xs.append(points + noise * torch.randn(n_per_class, 2))
        ys.append(torch.full((n_per_class,), k))
    return torch.cat(xs) * 2.0, torch.cat(ys)


class Residual(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.norm = nn.LayerNorm(dim)
        self.up = nn.Linear(dim, 2 * dim)
        self.down = nn.Linear(2 * dim, dim)

    def forward(self, x):
        return x + self.down(F.gelu(self.up(self.norm(x))))


class SpiralNet(nn.Module):
    def __init__(self, dim=32, depth=2):
        super().__init__()
        self.stem = nn.Linear(2, dim)
        self.blocks = nn.Sequential(*[Residual(dim) for _ in range(depth)])
        self.head = nn.Linear(dim, 3)

    def forward(self, x):
        return self.head(self.blocks(self.stem(x)))


x_train, y_train = spirals(600)
x_val, y_val = spirals(200)
model = SpiralNet()
optimizer = torch.optim.SGD(model.parameters(), lr=LR, momentum=0.9)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=EPOCHS)

for epoch in range(EPOCHS):
    model.train()
    order = torch.randperm(len(x_train))
    micro_batches = order.split(MICRO_BATCH)
    optimizer.zero_grad()
    epoch_loss = 0.0
    for step, idx in enumerate(micro_batches, start=1):
        loss = F.cross_entropy(model(x_train[idx]), y_train[idx])
        epoch_loss += loss.item()
        (loss / ACCUMULATE).backward()
        if step % ACCUMULATE == 0:
            torch.nn.utils.clip_grad_norm_(model.parameters(), MAX_NORM)
            optimizer.step()
            optimizer.zero_grad()
    scheduler.step()
    model.eval()
    with torch.no_grad():
        acc = (model(x_val).argmax(1) == y_val).float().mean().item()
    if epoch % 5 == 4:
        print(f"epoch {epoch + 1:3d}  loss {epoch_loss / len(micro_batches):.4f}  val_acc {acc:.4f}  "
              f"lr {scheduler.get_last_lr()[0]:.4f}")
print("val accuracy:", round(acc, 4))
