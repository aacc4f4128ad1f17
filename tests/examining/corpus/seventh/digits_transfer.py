"""Transfer learning: a backbone learns the digits 0-5, its frozen features then serve for 6-9 with few examples."""
import os

import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(int(os.environ.get("SEED", 0)))

data = load_digits()
X = torch.tensor(data.images, dtype=torch.float32).unsqueeze(1) / 16
y = torch.tensor(data.target)

source = y < 6
Xs, ys = X[source], y[source]
Xt, yt = X[~source], y[~source] - 6

perm = torch.randperm(len(Xs))
Xs, ys = Xs[perm], ys[perm]
perm = torch.randperm(len(Xt))
Xt, yt = Xt[perm], yt[perm]

n_few = 120
pre_train = TensorDataset(Xs[:900], ys[:900])
pre_val = TensorDataset(Xs[900:], ys[900:])
few_train = TensorDataset(Xt[:n_few], yt[:n_few])
few_test = TensorDataset(Xt[n_few:], yt[n_few:])


class SmallNet(nn.Module):
    def __init__(self, n_classes):
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.BatchNorm2d(16),
            nn.ReLU(),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(32, 32, 3, padding=1),
            nn.BatchNorm2d(32),
            nn.ReLU(),
            nn.AdaptiveAvgPool2d(2),
            nn.Flatten(),
        )
        self.fc = nn.Linear(32 * 4, n_classes)

    def forward(self, x):
        return self.fc(self.backbone(x))


def accuracy(model, dataset):
    model.eval()
    with torch.no_grad():
        xb, yb = dataset.tensors
        return (model(xb).argmax(1) == yb).float().mean().item()


def fit(model, train_set, test_set, optimizer, epochs, batch_size, frozen=False):
    loader = DataLoader(train_set, batch_size=batch_size, shuffle=True)
    loss_fn = nn.CrossEntropyLoss()
    for epoch in range(epochs):
        model.train()
        if frozen:
            model.backbone.eval()  # keep the running statistics, too
        total = 0.0
        for xb, yb in loader:
            loss = loss_fn(model(xb), yb)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total += loss.item() * len(yb)
        if (epoch + 1) % 3 == 0:
            acc = accuracy(model, test_set)
            print(f"  epoch {epoch + 1:2d} loss {total / len(train_set):.4f} held-out acc {acc:.4f}")


# stage 1: pretrain on the source task
model = SmallNet(n_classes=6)
print("pretraining")
fit(model, pre_train, pre_val, torch.optim.Adam(model.parameters(), lr=2e-3), epochs=6, batch_size=32)
torch.save(model.backbone.state_dict(), "backbone.pth")

# stage 2: new head on the frozen backbone
model = SmallNet(n_classes=4)
model.backbone.load_state_dict(torch.load("backbone.pth"))
for p in model.backbone.parameters():
    p.requires_grad = False
head_optimizer = torch.optim.Adam(model.fc.parameters(), lr=1e-2)
print("training the head")
fit(model, few_train, few_test, head_optimizer, epochs=15, batch_size=16, frozen=True)
print(f"test accuracy {accuracy(model, few_test):.4f}")
