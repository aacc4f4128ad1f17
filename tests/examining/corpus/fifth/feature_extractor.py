"""Transfer learning: a convnet learns digits 0-4, is frozen, and gets a new head for digits 5-9."""
import os

import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)
np.random.seed(SEED)

d = load_digits()
images, target = d.images.astype("float32"), d.target
MEAN, STD = 4.884, 6.017  # of the source digits' pixels


def preprocess(a):
    return torch.from_numpy((a - MEAN) / STD).unsqueeze(1)


def build_backbone():
    return nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(),
    )


class Classifier(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.backbone = build_backbone()
        self.fc = nn.Linear(128, num_classes)

    def forward(self, x):
        return self.fc(self.backbone(x))


def fit(model, optimizer, loader, epochs, tag, freeze_stats=False):
    criterion = nn.CrossEntropyLoss()
    for epoch in range(epochs):
        model.train()
        if freeze_stats:
            model.backbone.eval()
        running, seen, ok = 0.0, 0, 0
        for xb, yb in loader:
            optimizer.zero_grad()
            out = model(xb)
            loss = criterion(out, yb)
            loss.backward()
            optimizer.step()
            running += loss.item() * len(yb)
            ok += (out.argmax(1) == yb).sum().item()
            seen += len(yb)
        print(f"{tag} epoch {epoch}: loss {running / seen:.4f} acc {ok / seen:.4f}")


# --- pretraining on the source task
src = target < 5
source = TensorDataset(preprocess(images[src]), torch.from_numpy(target[src]))
pretrained = Classifier(5)
fit(pretrained, torch.optim.Adam(pretrained.parameters(), lr=2e-3),
    DataLoader(source, batch_size=64, shuffle=True), epochs=4, tag="pretrain")

# --- new task
new = target >= 5
Xtr, Xte, ytr, yte = train_test_split(
    images[new], target[new] - 5, train_size=250, stratify=target[new], random_state=SEED)
train_dl = DataLoader(TensorDataset(preprocess(Xtr), torch.from_numpy(ytr)), batch_size=25, shuffle=True)

model = Classifier(5)
model.load_state_dict(pretrained.state_dict())
for param in model.parameters():
    param.requires_grad = False
model.fc = nn.Linear(128, 5)
optimizer = torch.optim.Adam(model.fc.parameters(), lr=5e-3)
fit(model, optimizer, train_dl, epochs=10, tag="transfer", freeze_stats=True)

model.eval()
with torch.no_grad():
    pred = model(preprocess(Xte)).argmax(1).numpy()
print("test accuracy %.4f" % (pred == yte).mean())
