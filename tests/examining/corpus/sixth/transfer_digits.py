"""Transfer learning: a network trained on the digits 0-5 serves as frozen feature extractor for 6-9."""
import os

import torch
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)


def make_backbone():
    return nn.Sequential(
        nn.Conv2d(1, 24, 3, padding=1, bias=False),
        nn.BatchNorm2d(24),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(24, 48, 3, padding=1, bias=False),
        nn.BatchNorm2d(48),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
    )


def loaders(x, y, train_size):
    x_tr, x_te, y_tr, y_te = train_test_split(x, y, train_size=train_size, stratify=y, random_state=SEED)
    train = DataLoader(TensorDataset(x_tr, y_tr), batch_size=32, shuffle=True)
    return train, DataLoader(TensorDataset(x_te, y_te), batch_size=200)


def accuracy(model, loader):
    model.eval()
    hits = 0
    with torch.no_grad():
        for x, y in loader:
            hits += (model(x).argmax(dim=1) == y).sum().item()
    return hits / len(loader.dataset)


digits = load_digits()
x = torch.tensor(digits.images, dtype=torch.float32).unsqueeze(1) / 16
x = (x - 0.5) / 0.5
y = torch.tensor(digits.target)
source, target = y < 6, y >= 6
criterion = nn.CrossEntropyLoss()

# 1. pretraining on the source task
train_loader, test_loader = loaders(x[source], y[source], 0.8)
backbone = make_backbone()
pretrained = nn.Sequential(backbone, nn.Linear(48 * 2 * 2, 6))
optimizer = torch.optim.Adam(pretrained.parameters(), lr=2e-3)
for epoch in range(8):
    pretrained.train()
    for xb, yb in train_loader:
        optimizer.zero_grad()
        criterion(pretrained(xb), yb).backward()
        optimizer.step()
print(f"source task: test accuracy {accuracy(pretrained, test_loader):.3f}")
torch.save(backbone.state_dict(), "backbone.pt")

# 2. a new head on the frozen backbone, few pictures of the new digits
train_loader, test_loader = loaders(x[target], y[target] - 6, 160)
backbone = make_backbone()
backbone.load_state_dict(torch.load("backbone.pt"))
for param in backbone.parameters():
    param.requires_grad = False
head = nn.Linear(48 * 2 * 2, 4)
model = nn.Sequential(backbone, head)
optimizer = torch.optim.Adam(head.parameters(), lr=5e-3)
for epoch in range(20):
    model.train()
    backbone.eval()  # keep the running statistics of the source task
    running_loss = 0.0
    for xb, yb in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
        running_loss += loss.item() * len(xb)
    if epoch % 4 == 3:
        print(f"epoch {epoch + 1}: train loss {running_loss / len(train_loader.dataset):.4f}")
print(f"target task: test accuracy {accuracy(model, test_loader):.4f}")
