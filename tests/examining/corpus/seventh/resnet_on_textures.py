"""ResNet from scratch on six kinds of coloured textures, one-cycle learning rate."""
import math
import os

import torch
import torch.nn as nn
import torch.nn.functional as F

torch.manual_seed(int(os.environ.get("SEED", 0)))
SIZE = 12
NAMES = ["rows", "columns", "slash", "backslash", "checks", "rings"]


def make_textures(n):
    label = torch.randint(len(NAMES), (n,))
    yy, xx = torch.meshgrid(torch.arange(SIZE), torch.arange(SIZE), indexing="ij")
    cy, cx = torch.rand(n, 1, 1) * SIZE, torch.rand(n, 1, 1) * SIZE
    dy, dx = yy - cy, xx - cx
    freq = 2 * math.pi / (3.0 + 2.0 * torch.rand(n, 1, 1))
    waves = torch.stack([
        torch.sin(freq * dy),
        torch.sin(freq * dx),
        torch.sin(freq * (dy + dx) / math.sqrt(2)),
        torch.sin(freq * (dy - dx) / math.sqrt(2)),
        torch.sin(freq * dy) * torch.sin(freq * dx) * 1.4,
        torch.cos(freq * torch.sqrt(dy**2 + dx**2)),
    ], dim=1)
    wave = waves[torch.arange(n), label].unsqueeze(1)
    colour = 0.3 + 0.4 * torch.rand(n, 3, 1, 1)
    contrast = 0.15 + 0.15 * torch.rand(n, 3, 1, 1)
    img = colour + contrast * wave + 0.12 * torch.randn(n, 3, SIZE, SIZE)
    return img.clamp(0, 1), label


x_train, y_train = make_textures(1280)
x_test, y_test = make_textures(400)
mean = x_train.mean(dim=(0, 2, 3), keepdim=True)
std = x_train.std(dim=(0, 2, 3), keepdim=True)
x_train, x_test = (x_train - mean) / std, (x_test - mean) / std


class BasicBlock(nn.Module):
    def __init__(self, in_planes, planes, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(in_planes, planes, 3, stride=stride, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(planes)
        self.conv2 = nn.Conv2d(planes, planes, 3, stride=1, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(planes)
        self.shortcut = nn.Sequential()
        if stride != 1 or in_planes != planes:
            self.shortcut = nn.Sequential(
                nn.Conv2d(in_planes, planes, 1, stride=stride, bias=False), nn.BatchNorm2d(planes)
            )

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        out += self.shortcut(x)
        return F.relu(out)


class ResNet(nn.Module):
    def __init__(self, widths=(12, 24, 32), num_classes=6):
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(3, widths[0], 3, padding=1, bias=False), nn.BatchNorm2d(widths[0]), nn.ReLU()
        )
        self.layer1 = BasicBlock(widths[0], widths[0])
        self.layer2 = BasicBlock(widths[0], widths[1], stride=2)
        self.layer3 = BasicBlock(widths[1], widths[2], stride=2)
        self.head = nn.Linear(widths[2], num_classes)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(self.stem(x))))
        x = F.adaptive_avg_pool2d(x, 1).flatten(1)
        return self.head(x)


def augment(x):
    """Shift the whole batch by up to two pixels, wrapped around at the border."""
    dy, dx = torch.randint(-2, 3, (2,)).tolist()
    return torch.roll(x, shifts=(dy, dx), dims=(2, 3))


epochs, batch_size = 8, 32
model = ResNet()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
scheduler = torch.optim.lr_scheduler.OneCycleLR(
    optimizer, max_lr=0.1, epochs=epochs, steps_per_epoch=len(x_train) // batch_size
)

for epoch in range(epochs):
    model.train()
    train_loss, train_hits = 0.0, 0
    for idx in torch.randperm(len(x_train)).split(batch_size):
        xb, yb = augment(x_train[idx]), y_train[idx]
        logits = model(xb)
        loss = F.cross_entropy(logits, yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        scheduler.step()
        train_loss += loss.item() * len(idx)
        train_hits += (logits.argmax(1) == yb).sum().item()

    model.eval()
    with torch.no_grad():
        test_acc = (model(x_test).argmax(1) == y_test).float().mean().item()
    n = len(x_train)
    print(f"epoch {epoch + 1}/{epochs} loss {train_loss / n:.4f} acc {train_hits / n:.4f} test acc {test_acc:.4f}")
print(f"final test accuracy: {test_acc:.4f}")
