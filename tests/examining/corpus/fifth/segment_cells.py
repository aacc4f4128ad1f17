"""Segmentation of two kinds of cells (background, round, square) with a little encoder-decoder."""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset

seed = int(os.environ.get("SEED", 0))
torch.manual_seed(seed)
rng = np.random.default_rng(seed)
SIZE, N_CLASSES = 24, 3


def make_picture():
    mask = np.zeros((SIZE, SIZE), dtype=np.int64)
    yy, xx = np.mgrid[:SIZE, :SIZE]
    for _ in range(rng.integers(1, 4)):
        r = rng.integers(3, 5)
        cy, cx = rng.integers(r, SIZE - r, 2)
        if rng.random() < 0.5:
            mask[(yy - cy) ** 2 + (xx - cx) ** 2 <= r * r] = 1
        else:
            mask[(abs(yy - cy) <= r) & (abs(xx - cx) <= r)] = 2
    # round cells are bright, square ones striped
    img = 0.8 * (mask == 1) + (0.8 * ((yy + xx) % 4 < 2)) * (mask == 2)
    img = img + rng.normal(0, 0.3, img.shape)
    return img.astype(np.float32)[None], mask


class CellDataset(Dataset):
    def __init__(self, n, augment=False):
        self.items = [make_picture() for _ in range(n)]
        self.augment = augment

    def __len__(self):
        return len(self.items)

    def __getitem__(self, idx):
        image, mask = self.items[idx]
        image, mask = torch.from_numpy(image), torch.from_numpy(mask)
        if self.augment and torch.rand(1) < 0.5:
            image = torch.flip(image, dims=[-1])
            mask = torch.flip(mask, dims=[-1])
        if self.augment and torch.rand(1) < 0.5:
            image = torch.flip(image, dims=[-2])
            mask = torch.flip(mask, dims=[-2])
        return image, mask


def double_conv(cin, cout):
    return nn.Sequential(
        nn.Conv2d(cin, cout, 3, padding=1), nn.BatchNorm2d(cout), nn.ReLU(inplace=True),
        nn.Conv2d(cout, cout, 3, padding=1), nn.BatchNorm2d(cout), nn.ReLU(inplace=True),
    )


class MiniUNet(nn.Module):
    def __init__(self, base=8):
        super().__init__()
        self.down1 = double_conv(1, base)
        self.down2 = double_conv(base, base * 2)
        self.up = nn.ConvTranspose2d(base * 2, base, 2, stride=2)
        self.conv = double_conv(base * 2, base)
        self.out = nn.Conv2d(base, N_CLASSES, 1)

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(F.max_pool2d(a, 2))
        x = self.conv(torch.cat([self.up(b), a], dim=1))
        return self.out(x)


def mean_iou(pred, mask):
    scores = []
    for c in range(N_CLASSES):
        inter = ((pred == c) & (mask == c)).sum().item()
        union = ((pred == c) | (mask == c)).sum().item()
        scores.append(inter / max(union, 1))
    return sum(scores) / N_CLASSES


train_loader = DataLoader(CellDataset(200, augment=True), batch_size=12, shuffle=True)
val_loader = DataLoader(CellDataset(80), batch_size=80)

net = MiniUNet()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(net.parameters(), lr=4e-3)

for epoch in range(1, 7):
    net.train()
    epoch_loss = 0.0
    for images, masks in train_loader:
        logits = net(images)
        loss = criterion(logits, masks)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item()
    net.eval()
    with torch.no_grad():
        images, masks = next(iter(val_loader))
        logits = net(images)
        val_loss = criterion(logits, masks).item()
        iou = mean_iou(logits.argmax(1), masks)
    print(f"Epoch {epoch} | train {epoch_loss / len(train_loader):.4f} | val {val_loss:.4f} | mIoU {iou:.4f}")
print(f"val mIoU {iou:.4f}")
