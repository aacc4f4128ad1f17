"""A small ResNet, residual blocks written out, trained with the one-cycle policy on made textures."""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)
S, N_CLASSES = 16, 6


def texture(label):
    y, x = np.mgrid[:S, :S].astype(float)
    p = rng.uniform(3.2, 5.0)
    a, b = rng.uniform(0, 2 * np.pi, 2)
    wave_x, wave_y = np.sin(2 * np.pi * x / p + a), np.sin(2 * np.pi * y / p + b)
    pattern = [
        wave_x,  # vertical stripes
        wave_y,  # horizontal stripes
        wave_x * wave_y,  # checks
        np.sin(2 * np.pi * (x + y) / (1.4 * p) + a),  # rising diagonal
        np.sin(2 * np.pi * np.hypot(x - 7.5, y - 7.5) / p + a),  # rings
        1.5 * (rng.random((S, S)) < 0.15),  # dots
    ][label]
    colour, ground = rng.uniform(30, 70, 3), rng.uniform(90, 160, 3)
    img = ground + colour * pattern[..., None] + rng.normal(0, 30, (S, S, 3))
    return np.clip(img, 0, 255).astype(np.uint8)


def make_data(n):
    labels = rng.integers(0, N_CLASSES, n)
    images = np.stack([texture(c) for c in labels])
    return torch.from_numpy(images).permute(0, 3, 1, 2).float() / 255, torch.from_numpy(labels)


class BasicBlock(nn.Module):
    def __init__(self, in_planes, planes, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_planes != planes:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_planes, planes, 1, stride=stride, bias=False), nn.BatchNorm2d(planes)
            )

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out = out + self.shortcut(x)
        return F.relu(out)


class ResNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(3, 12, 3, padding=1, bias=False), nn.BatchNorm2d(12), nn.ReLU())
        self.layer1 = BasicBlock(12, 12)
        self.layer2 = BasicBlock(12, 24, stride=2)
        self.layer3 = BasicBlock(24, 32, stride=2)
        self.fc = nn.Linear(32, N_CLASSES)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(self.stem(x))))
        x = x.mean(dim=(2, 3))
        return self.fc(x)


x_train, y_train = make_data(1000)
x_val, y_val = make_data(300)
mean, std = x_train.mean((0, 2, 3), keepdim=True), x_train.std((0, 2, 3), keepdim=True)
train_dl = DataLoader(TensorDataset((x_train - mean) / std, y_train), batch_size=32, shuffle=True, drop_last=True)
val_dl = DataLoader(TensorDataset((x_val - mean) / std, y_val), batch_size=100)


def augment(x):
    shift = torch.randint(-2, 3, (2,)).tolist()
    return torch.roll(x, shift, dims=(2, 3))


EPOCHS, MAX_LR = 6, 0.1
model = ResNet()
optimizer = torch.optim.SGD(model.parameters(), lr=MAX_LR, momentum=0.9, weight_decay=5e-4, nesterov=True)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, MAX_LR, epochs=EPOCHS, steps_per_epoch=len(train_dl))

for epoch in range(EPOCHS):
    model.train()
    train_loss = 0.0
    for xb, yb in train_dl:
        loss = F.cross_entropy(model(augment(xb)), yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        train_loss += loss.item() / len(train_dl)
    model.eval()
    with torch.no_grad():
        correct = sum((model(xb).argmax(1) == yb).sum().item() for xb, yb in val_dl)
    print(f"epoch {epoch}: train_loss {train_loss:.4f} val_acc {correct / len(y_val):.4f}")
print(f"validation accuracy {correct / len(y_val):.4f}")
