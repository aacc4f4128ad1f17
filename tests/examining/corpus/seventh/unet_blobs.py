"""U-Net for binary segmentation, shrunk to 32x32 pictures of ellipses on a noisy ground."""
import os

import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, Dataset


def make_example(rng, size=32):
    yy, xx = np.mgrid[:size, :size]
    mask = np.zeros((size, size), bool)
    for _ in range(rng.integers(1, 4)):
        cy, cx = rng.uniform(4, size - 4, 2)
        a, b = rng.uniform(3, 7, 2)
        mask |= ((yy - cy) / a) ** 2 + ((xx - cx) / b) ** 2 <= 1
    ground = 60 + 50 * rng.random() + 1.5 * xx * rng.uniform(-1, 1)
    img = ground + mask * rng.uniform(40, 90) + rng.normal(0, 25, mask.shape)
    return np.clip(img, 0, 255).astype(np.uint8), mask.astype(np.uint8) * 255


class CellDataset(Dataset):
    def __init__(self, n, seed, augment=False):
        rng = np.random.default_rng(seed)
        self.items = [make_example(rng) for _ in range(n)]
        self.augment = augment

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        img, mask = self.items[i]
        img = torch.from_numpy(img).float().unsqueeze(0) / 255.0
        mask = torch.from_numpy(mask).float().unsqueeze(0) / 255.0
        if self.augment and torch.rand(1) < 0.5:
            img, mask = img.flip(-1), mask.flip(-1)
        return (img - 0.45) / 0.2, mask


class DoubleConv(nn.Sequential):
    def __init__(self, in_ch, out_ch):
        super().__init__(
            nn.Conv2d(in_ch, out_ch, 3, padding=1, bias=False),
            nn.BatchNorm2d(out_ch),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_ch, out_ch, 3, padding=1, bias=False),
            nn.BatchNorm2d(out_ch),
            nn.ReLU(inplace=True),
        )


class UNet(nn.Module):
    def __init__(self, ch=8):
        super().__init__()
        self.down1 = DoubleConv(1, ch)
        self.down2 = DoubleConv(ch, 2 * ch)
        self.bottom = DoubleConv(2 * ch, 4 * ch)
        self.pool = nn.MaxPool2d(2)
        self.up2 = nn.ConvTranspose2d(4 * ch, 2 * ch, 2, stride=2)
        self.conv2 = DoubleConv(4 * ch, 2 * ch)
        self.up1 = nn.ConvTranspose2d(2 * ch, ch, 2, stride=2)
        self.conv1 = DoubleConv(2 * ch, ch)
        self.head = nn.Conv2d(ch, 1, 1)

    def forward(self, x):
        d1 = self.down1(x)
        d2 = self.down2(self.pool(d1))
        x = self.bottom(self.pool(d2))
        x = self.conv2(torch.cat([self.up2(x), d2], dim=1))
        x = self.conv1(torch.cat([self.up1(x), d1], dim=1))
        return self.head(x)


def dice_coeff(prob, target, eps=1.0):
    inter = (prob * target).sum(dim=(1, 2, 3))
    total = prob.sum(dim=(1, 2, 3)) + target.sum(dim=(1, 2, 3))
    return ((2 * inter + eps) / (total + eps)).mean()


def evaluate(model, loader):
    model.eval()
    scores = []
    with torch.no_grad():
        for img, mask in loader:
            pred = (torch.sigmoid(model(img)) > 0.5).float()
            scores.append(dice_coeff(pred, mask).item())
    return np.mean(scores)


def main():
    seed = int(os.environ.get("SEED", 0))
    torch.manual_seed(seed)
    train_loader = DataLoader(CellDataset(320, seed, augment=True), batch_size=16, shuffle=True)
    val_loader = DataLoader(CellDataset(80, seed + 1000), batch_size=20)

    model = UNet()
    bce = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=5e-3, weight_decay=1e-4)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=6)
    for epoch in range(6):
        model.train()
        epoch_loss = 0
        for img, mask in train_loader:
            logits = model(img)
            loss = bce(logits, mask) + (1 - dice_coeff(torch.sigmoid(logits), mask))
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
            epoch_loss += loss.item()
        scheduler.step()
        print(f"epoch {epoch + 1} loss {epoch_loss / len(train_loader):.4f} val dice {evaluate(model, val_loader):.4f}")
    print(f"val dice {evaluate(model, val_loader):.4f}")


if __name__ == "__main__":
    main()
