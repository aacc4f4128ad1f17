"""Binary segmentation of bright-ish shapes on a noisy ground with a small U-Net."""
import argparse
import os

import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, Dataset

parser = argparse.ArgumentParser()
parser.add_argument("--epochs", type=int, default=8)
parser.add_argument("--batch-size", type=int, default=16)
parser.add_argument("--lr", type=float, default=5e-3)
parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", 0)))
args = parser.parse_args()


def generate(n, rng, size=24):
    images, masks = [], []
    yy, xx = np.mgrid[:size, :size]
    for _ in range(n):
        mask = np.zeros((size, size), dtype=bool)
        for _ in range(rng.integers(1, 4)):
            cy, cx, r = rng.integers(4, size - 4), rng.integers(4, size - 4), rng.integers(3, 7)
            if rng.random() < 0.5:
                mask |= (yy - cy) ** 2 + (xx - cx) ** 2 <= r**2
            else:
                mask |= (abs(yy - cy) <= r) & (abs(xx - cx) <= r // 2 + 1)
        ground = rng.uniform(40, 110) + rng.uniform(-1, 1) * xx + rng.uniform(-1, 1) * yy
        img = ground + mask * rng.uniform(30, 70) + rng.normal(0, 12, (size, size))
        images.append(np.clip(img, 0, 255).astype(np.uint8))
        masks.append(mask.astype(np.uint8) * 255)
    return np.stack(images), np.stack(masks)


class ShapeSegmentation(Dataset):
    def __init__(self, images, masks, augment=False):
        self.images, self.masks, self.augment = images, masks, augment

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        img = torch.from_numpy(self.images[i]).float().unsqueeze(0) / 255
        mask = torch.from_numpy(self.masks[i]).float().unsqueeze(0) / 255
        if self.augment and torch.rand(1) < 0.5:
            img, mask = img.flip(-1), mask.flip(-1)
        if self.augment and torch.rand(1) < 0.5:
            img, mask = img.flip(-2), mask.flip(-2)
        return (img - 0.35) / 0.15, mask


def double_conv(c_in, c_out):
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, 3, padding=1, bias=False), nn.BatchNorm2d(c_out), nn.ReLU(inplace=True),
        nn.Conv2d(c_out, c_out, 3, padding=1, bias=False), nn.BatchNorm2d(c_out), nn.ReLU(inplace=True),
    )


class UNet(nn.Module):
    def __init__(self, c=8):
        super().__init__()
        self.down1, self.down2 = double_conv(1, c), double_conv(c, 2 * c)
        self.bottom = double_conv(2 * c, 4 * c)
        self.pool = nn.MaxPool2d(2)
        self.up2, self.conv2 = nn.ConvTranspose2d(4 * c, 2 * c, 2, stride=2), double_conv(4 * c, 2 * c)
        self.up1, self.conv1 = nn.ConvTranspose2d(2 * c, c, 2, stride=2), double_conv(2 * c, c)
        self.out = nn.Conv2d(c, 1, 1)

    def forward(self, x):
        d1 = self.down1(x)
        d2 = self.down2(self.pool(d1))
        x = self.bottom(self.pool(d2))
        x = self.conv2(torch.cat([self.up2(x), d2], dim=1))
        x = self.conv1(torch.cat([self.up1(x), d1], dim=1))
        return self.out(x)


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    inter = union = 0
    for img, mask in loader:
        pred = torch.sigmoid(model(img)) > 0.5
        inter += (pred & (mask > 0.5)).sum().item()
        union += (pred | (mask > 0.5)).sum().item()
    return inter / union


def main():
    torch.manual_seed(args.seed)
    rng = np.random.default_rng(args.seed)
    train_ds = ShapeSegmentation(*generate(320, rng), augment=True)
    val_ds = ShapeSegmentation(*generate(100, rng))
    train_dl = DataLoader(train_ds, batch_size=args.batch_size, shuffle=True)
    val_dl = DataLoader(val_ds, batch_size=50)

    model = UNet()
    loss_fn = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=args.lr)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=args.epochs)
    for epoch in range(args.epochs):
        model.train()
        running = 0.0
        for img, mask in train_dl:
            loss = loss_fn(model(img), mask)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            running += loss.item()
        scheduler.step()
        print(f"epoch {epoch + 1}: loss {running / len(train_dl):.4f}, val IoU {evaluate(model, val_dl):.4f}")


if __name__ == "__main__":
    main()
