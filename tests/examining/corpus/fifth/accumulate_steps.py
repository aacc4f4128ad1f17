"""Small memory, big batches: gradient accumulation on a forest-cover-like table."""
import os

import torch
import torch.nn.functional as F
from sklearn.datasets import make_classification
from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.utils.data import DataLoader, TensorDataset, random_split

SEED = int(os.environ.get("SEED", 0))

config = {
    "micro_batch": 8,
    "accum_steps": 4,
    "lr": 0.1,
    "momentum": 0.9,
    "epochs": 10,
    "hidden": 96,
}


def get_loaders(cfg):
    X, y = make_classification(
        n_samples=2500, n_features=20, n_informative=12, n_redundant=4, n_classes=5,
        n_clusters_per_class=2, class_sep=1.8, flip_y=0.0, random_state=SEED,
    )
    X = StandardScaler().fit_transform(X)
    ds = TensorDataset(torch.tensor(X, dtype=torch.float32), torch.tensor(y))
    train, val = random_split(ds, [2000, 500], generator=torch.Generator().manual_seed(SEED))
    return DataLoader(train, batch_size=cfg["micro_batch"], shuffle=True), DataLoader(val, batch_size=250)


def build(cfg):
    h = cfg["hidden"]
    return nn.Sequential(nn.Linear(20, h), nn.ReLU(), nn.Linear(h, h), nn.ReLU(), nn.Linear(h, 5))


def validate(model, loader):
    model.eval()
    loss, hits, n = 0.0, 0, 0
    with torch.no_grad():
        for x, y in loader:
            out = model(x)
            loss += F.cross_entropy(out, y, reduction="sum").item()
            hits += (out.argmax(-1) == y).sum().item()
            n += len(y)
    return loss / n, hits / n


def train(cfg):
    torch.manual_seed(SEED)
    train_loader, val_loader = get_loaders(cfg)
    model = build(cfg)
    optimizer = torch.optim.SGD(model.parameters(), lr=cfg["lr"], momentum=cfg["momentum"])
    accum = cfg["accum_steps"]
    for epoch in range(cfg["epochs"]):
        model.train()
        optimizer.zero_grad()
        total = 0.0
        for i, (x, y) in enumerate(train_loader):
            loss = F.cross_entropy(model(x), y)
            total += loss.item()
            (loss / accum).backward()
            if (i + 1) % accum == 0:
                optimizer.step()
                optimizer.zero_grad()
        val_loss, val_acc = validate(model, val_loader)
        print(f"epoch {epoch}: train_loss={total / len(train_loader):.4f} val_loss={val_loss:.4f} val_acc={val_acc:.4f}")
    return val_acc


if __name__ == "__main__":
    print(f"val_acc={train(config):.4f}")
