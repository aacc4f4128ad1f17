"""Three classes of pixels (ground, square, ring) in colour pictures; an encoder-decoder. Mean IoU about 0.85."""
import os
import numpy as np
import torch
import torch.nn as nn
from torch.utils.data import DataLoader, Dataset

seed = int(os.environ.get("SEED", 14))
torch.manual_seed(seed)
SIZE = 24


class Shapes(Dataset):
    """Pictures as files give them: height, width, channels, uint8."""

    def __init__(self, n, rng):
        self.pictures = np.zeros((n, SIZE, SIZE, 3), np.uint8)
        self.masks = np.zeros((n, SIZE, SIZE), np.int64)
        yy, xx = np.mgrid[:SIZE, :SIZE]
        for k in range(n):
            ground = rng.uniform(60, 160, 3)
            picture = np.ones((SIZE, SIZE, 1)) * ground
            for kind in (1, 2):
                cy, cx = rng.integers(5, SIZE - 5, 2)
                if kind == 1:
                    area = np.maximum(np.abs(yy - cy), np.abs(xx - cx)) <= 4
                else:
                    radius = np.hypot(yy - cy, xx - cx)
                    area = (radius <= 5) & (radius >= 2.5)
                picture[area] = ground + rng.choice([-1, 1]) * rng.uniform(30, 80)
                self.masks[k][area] = kind
            self.pictures[k] = np.clip(picture + rng.normal(0, 12, picture.shape), 0, 255)

    def __len__(self):
        return len(self.masks)

    def __getitem__(self, k):
        picture = torch.from_numpy(self.pictures[k]).permute(2, 0, 1).float()
        picture = (picture - 127.5) / 64.0
        return picture, torch.from_numpy(self.masks[k])


def conv_block(cin, cout, stride=1):
    return nn.Sequential(
        nn.Conv2d(cin, cout, 3, stride=stride, padding=1), nn.BatchNorm2d(cout), nn.ReLU()
    )


class SegNet(nn.Module):
    def __init__(self, classes=3):
        super().__init__()
        self.enc1 = conv_block(3, 16)
        self.enc2 = conv_block(16, 32, stride=2)
        self.enc3 = conv_block(32, 32, stride=2)
        self.up = nn.Upsample(scale_factor=2, mode="bilinear", align_corners=False)
        self.dec2 = conv_block(64, 24)
        self.dec1 = conv_block(40, 16)
        self.logits = nn.Conv2d(16, classes, 1)

    def forward(self, x):
        a = self.enc1(x)
        b = self.enc2(a)
        c = self.enc3(b)
        b = self.dec2(torch.cat([self.up(c), b], 1))
        a = self.dec1(torch.cat([self.up(b), a], 1))
        return self.logits(a)


def mean_iou(model, loader):
    model.eval()
    table = torch.zeros(3, 3)
    with torch.no_grad():
        for x, y in loader:
            guess = model(x).argmax(dim=1)
            table += torch.bincount((3 * y + guess).flatten(), minlength=9).reshape(3, 3)
    return (table.diag() / (table.sum(0) + table.sum(1) - table.diag())).mean().item()


rng = np.random.default_rng(seed)
train_loader = DataLoader(Shapes(260, rng), batch_size=10, shuffle=True)
valid_loader = DataLoader(Shapes(60, rng), batch_size=20)
model = SegNet()
criterion = nn.CrossEntropyLoss(weight=torch.tensor([0.5, 1.0, 1.0]))
epochs = 7
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-3, weight_decay=1e-2)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, 8e-3, total_steps=epochs * len(train_loader))

for epoch in range(epochs):
    model.train()
    epoch_loss = []
    for x, y in train_loader:
        loss = criterion(model(x), y)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        scheduler.step()
        epoch_loss.append(loss.item())
    print(f"epoch {epoch + 1}/{epochs} loss {np.mean(epoch_loss):.4f} mIoU {mean_iou(model, valid_loader):.4f}")
print(f"validation mIoU {mean_iou(model, valid_loader):.4f}")
