"""A small vision transformer under bfloat16 autocast on the CPU, with warm-up and cosine. Test accuracy about 0.92."""
from __future__ import annotations

import math
import os
from pathlib import Path

import torch
from sklearn.datasets import load_digits
from torch import Tensor, nn
from torch.utils.data import DataLoader, TensorDataset, random_split


class PatchEmbed(nn.Module):
    """Patches of 2x2 pixels -> 16 tokens, a class token and learned positions."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.proj = nn.Conv2d(1, dim, kernel_size=2, stride=2)
        self.cls_token = nn.Parameter(torch.zeros(1, 1, dim))
        self.pos_embed = nn.Parameter(torch.randn(1, 17, dim) * 0.02)

    def forward(self, x: Tensor) -> Tensor:
        x = self.proj(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls_token.expand(x.size(0), -1, -1), x], dim=1)
        return x + self.pos_embed


class ViT(nn.Module):
    def __init__(self, dim: int = 48, depth: int = 2, heads: int = 4, classes: int = 10) -> None:
        super().__init__()
        self.embed = PatchEmbed(dim)
        layer = nn.TransformerEncoderLayer(dim, heads, 2 * dim, dropout=0.05, activation="gelu", batch_first=True, norm_first=True)
        self.encoder = nn.TransformerEncoder(layer, depth, enable_nested_tensor=False)
        self.norm = nn.LayerNorm(dim)
        self.head = nn.Linear(dim, classes)

    def forward(self, x: Tensor) -> Tensor:
        x = self.encoder(self.embed(x))
        return self.head(self.norm(x[:, 0]))


def cosine_with_warmup(step: int, warmup: int, total: int) -> float:
    if step < warmup:
        return (step + 1) / warmup
    return 0.5 * (1.0 + math.cos(math.pi * (step - warmup) / max(1, total - warmup)))


@torch.no_grad()
def evaluate(model: nn.Module, loader: DataLoader) -> float:
    model.eval()
    correct = seen = 0
    for images, labels in loader:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(images)
        correct += (logits.argmax(-1) == labels).sum().item()
        seen += labels.numel()
    return correct / seen


def main() -> None:
    torch.manual_seed(int(os.environ.get("SEED", 6)))
    raw = load_digits()
    images = (torch.tensor(raw.images, dtype=torch.float32).unsqueeze(1) / 16.0 - 0.305) / 0.376
    dataset = TensorDataset(images, torch.tensor(raw.target))
    train_set, val_set, test_set = random_split(dataset, [1200, 200, 397])
    train_loader = DataLoader(train_set, batch_size=40, shuffle=True, drop_last=True)
    val_loader, test_loader = DataLoader(val_set, batch_size=200), DataLoader(test_set, batch_size=200)

    model = ViT()
    criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=0.05)
    epochs = 10
    total = epochs * len(train_loader)
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: cosine_with_warmup(s, 30, total))

    best, checkpoint = 0.0, Path("best_vit.pt")
    for epoch in range(epochs):
        model.train()
        running = 0.0
        for images, labels in train_loader:
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                loss = criterion(model(images), labels)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            scheduler.step()
            running += loss.item()
        val = evaluate(model, val_loader)
        if val >= best:
            best = val
            torch.save(model.state_dict(), checkpoint)
        print(f"epoch {epoch + 1:2d} | loss {running / len(train_loader):.4f} | val acc {val:.4f} | lr {scheduler.get_last_lr()[0]:.2e}")

    model.load_state_dict(torch.load(checkpoint, weights_only=True))
    print(f"best val {best:.4f}, test accuracy {evaluate(model, test_loader):.4f}")


if __name__ == "__main__":
    main()
