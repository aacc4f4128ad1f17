"""Vision transformer from scratch on 8x8 digits with linear warm-up and cosine decay."""
import math
import os
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch.optim.lr_scheduler import LambdaLR


@dataclass
class Config:
    patch: int = 2
    dim: int = 48
    depth: int = 2
    heads: int = 4
    mlp: int = 96
    epochs: int = 9
    batch_size: int = 64
    lr: float = 4e-3
    warmup_steps: int = 40
    seed: int = int(os.environ.get("SEED", 0))


cfg = Config()
torch.manual_seed(cfg.seed)


class Block(nn.Module):
    def __init__(self, dim, heads, mlp):
        super().__init__()
        self.attn = nn.MultiheadAttention(dim, heads, batch_first=True)
        self.norm1 = nn.LayerNorm(dim)
        self.norm2 = nn.LayerNorm(dim)
        self.mlp = nn.Sequential(nn.Linear(dim, mlp), nn.GELU(), nn.Linear(mlp, dim))

    def forward(self, x):
        h = self.norm1(x)
        x = x + self.attn(h, h, h, need_weights=False)[0]
        return x + self.mlp(self.norm2(x))


class ViT(nn.Module):
    def __init__(self, cfg):
        super().__init__()
        self.p = cfg.patch
        n = (8 // cfg.patch) ** 2
        self.embed = nn.Linear(cfg.patch**2, cfg.dim)
        self.pos = nn.Parameter(0.02 * torch.randn(1, n, cfg.dim))
        self.blocks = nn.ModuleList([Block(cfg.dim, cfg.heads, cfg.mlp) for _ in range(cfg.depth)])
        self.norm = nn.LayerNorm(cfg.dim)
        self.head = nn.Linear(cfg.dim, 10)

    def forward(self, img):
        p = self.p
        x = img.unfold(1, p, p).unfold(2, p, p).reshape(len(img), -1, p * p)
        x = self.embed(x)
        x = x + self.pos
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x).mean(dim=1))


data = load_digits()
images = (torch.tensor(data.images, dtype=torch.float32) - 4.9) / 6.0
labels = torch.tensor(data.target)
perm = torch.randperm(len(images))
train_idx, test_idx = perm[:1400], perm[1400:]

model = ViT(cfg)
optimizer = torch.optim.AdamW(model.parameters(), lr=cfg.lr, weight_decay=0.05)
steps_per_epoch = math.ceil(len(train_idx) / cfg.batch_size)
total_steps = cfg.epochs * steps_per_epoch


def lr_lambda(step):
    if step < cfg.warmup_steps:
        return (step + 1) / cfg.warmup_steps
    progress = (step - cfg.warmup_steps) / max(1, total_steps - cfg.warmup_steps)
    return 0.5 * (1 + math.cos(math.pi * min(1.0, progress)))


scheduler = LambdaLR(optimizer, lr_lambda)

for epoch in range(cfg.epochs):
    model.train()
    order = train_idx[torch.randperm(len(train_idx))]
    total = 0.0
    for chunk in order.split(cfg.batch_size):
        loss = F.cross_entropy(model(images[chunk]), labels[chunk])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        total += loss.item()
    model.eval()
    with torch.no_grad():
        acc = (model(images[test_idx]).argmax(-1) == labels[test_idx]).float().mean().item()
    print(f"epoch {epoch:2d} lr {scheduler.get_last_lr()[0]:.2e} loss {total / steps_per_epoch:.4f} acc {acc:.4f}")
print(f"test acc {acc:.4f}")
