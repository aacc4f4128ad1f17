"""A small ResNet (He et al.) with mixup, label smoothing, a cosine schedule and bfloat16 autocast."""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

seed = int(os.environ.get("SEED", 0))
np.random.seed(seed)
torch.manual_seed(seed)


def make_textures(n, size=16):
    """Stripes, checks, rings and blots, of any colours, frequency and phase."""
    y = np.random.randint(0, 4, n)
    g = np.arange(size)
    yy, xx = np.meshgrid(g, g, indexing="ij")
    out = np.empty((n, 3, size, size), np.float32)
    for i, c in enumerate(y):
        f, p, q = np.random.uniform(0.9, 1.6), *np.random.uniform(0, 6.28, 2)
        if c == 0:
            a = np.random.uniform(0, np.pi)
            w = np.sin(f * (np.cos(a) * xx + np.sin(a) * yy) + p)
        elif c == 1:
            w = np.sin(f * xx + p) * np.sin(f * yy + q) * 1.5
        elif c == 2:
            w = np.sin(f * np.hypot(xx - 5 - p, yy - 5 - q) + p)
        else:
            w = np.random.normal(0, 1, (size // 4, size // 4)).repeat(4, 0).repeat(4, 1)
        colour = np.random.uniform(-0.25, 0.25, (3, 1, 1))
        base = np.random.uniform(0.35, 0.65, (3, 1, 1))
        out[i] = base + (0.1 + colour) * w + np.random.normal(0, 0.08, (3, size, size))
    return torch.from_numpy(out.clip(0, 1)), torch.from_numpy(y)


def conv3x3(in_planes, out_planes, stride=1):
    return nn.Conv2d(in_planes, out_planes, 3, stride=stride, padding=1, bias=False)


class BasicBlock(nn.Module):
    def __init__(self, inplanes, planes, stride=1):
        super().__init__()
        self.conv1, self.bn1 = conv3x3(inplanes, planes, stride), nn.BatchNorm2d(planes)
        self.conv2, self.bn2 = conv3x3(planes, planes), nn.BatchNorm2d(planes)
        self.downsample = nn.Identity()
        if stride != 1 or inplanes != planes:
            self.downsample = nn.Sequential(
                nn.Conv2d(inplanes, planes, 1, stride=stride, bias=False), nn.BatchNorm2d(planes)
            )

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + self.downsample(x))


class ResNet(nn.Module):
    def __init__(self, num_classes=4, width=8):
        super().__init__()
        self.stem = nn.Sequential(conv3x3(3, width), nn.BatchNorm2d(width), nn.ReLU())
        self.layer1 = BasicBlock(width, width)
        self.layer2 = BasicBlock(width, 2 * width, stride=2)
        self.layer3 = BasicBlock(2 * width, 4 * width, stride=2)
        self.fc = nn.Linear(4 * width, num_classes)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(self.stem(x))))
        return self.fc(x.mean(dim=(2, 3)))


def mixup(x, y, alpha=0.2):
    lam = np.random.beta(alpha, alpha)
    index = torch.randperm(x.size(0))
    return lam * x + (1 - lam) * x[index], y, y[index], lam


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    correct = sum((model(x).argmax(1) == y).sum().item() for x, y in loader)
    return correct / len(loader.dataset)


x_train, y_train = make_textures(1000)
x_val, y_val = make_textures(400)
mean = x_train.mean(dim=(0, 2, 3), keepdim=True)
std = x_train.std(dim=(0, 2, 3), keepdim=True)
train_loader = DataLoader(TensorDataset((x_train - mean) / std, y_train), batch_size=32, shuffle=True, drop_last=True)
val_loader = DataLoader(TensorDataset((x_val - mean) / std, y_val), batch_size=100)

epochs = 8
model = ResNet()
criterion = nn.CrossEntropyLoss(label_smoothing=0.05)
optimizer = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4, nesterov=True)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs * len(train_loader))

for epoch in range(epochs):
    model.train()
    total = 0.0
    for x, y in train_loader:
        x, y_a, y_b, lam = mixup(x, y)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = model(x)
            loss = lam * criterion(out, y_a) + (1 - lam) * criterion(out, y_b)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        total += loss.item()
    print(f"epoch {epoch + 1}: loss {total / len(train_loader):.4f}, val acc {evaluate(model, val_loader):.4f}")

print(f"val accuracy {evaluate(model, val_loader):.4f}")
