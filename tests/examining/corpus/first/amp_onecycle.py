"""Mixed precision (bfloat16 on a CPU) and OneCycleLR on digits. Validation accuracy about 0.98."""

import os

import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(int(os.environ.get("SEED", 5)))
use_cuda = torch.cuda.is_available()
device = torch.device("cuda" if use_cuda else "cpu")
amp_dtype = torch.float16 if use_cuda else torch.bfloat16

d = load_digits()
x = torch.as_tensor(d.images, dtype=torch.float32)[:, None]
y = torch.as_tensor(d.target)
perm = torch.randperm(len(x))
x, y = x[perm], y[perm]
n_train = 1437
mean, std = x[:n_train].mean(), x[:n_train].std()
x = (x - mean) / std
train_loader = DataLoader(TensorDataset(x[:n_train], y[:n_train]), batch_size=64, shuffle=True)
val_loader = DataLoader(TensorDataset(x[n_train:], y[n_train:]), batch_size=256)


class ResBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.conv1 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + x)


class ResNetMini(nn.Module):
    def __init__(self, width=16, classes=10):
        super().__init__()
        self.stem = nn.Conv2d(1, width, 3, padding=1)
        self.block1 = ResBlock(width)
        self.block2 = ResBlock(width)
        self.head = nn.Linear(width * 16, classes)

    def forward(self, x):
        x = self.block1(self.stem(x))
        x = F.max_pool2d(x, 2)
        x = self.block2(x)
        return self.head(torch.flatten(x, 1))


model = ResNetMini().to(device)
epochs = 6
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4, nesterov=True)
scheduler = torch.optim.lr_scheduler.OneCycleLR(
    optimizer, max_lr=0.1, epochs=epochs, steps_per_epoch=len(train_loader), pct_start=0.25
)
scaler = torch.amp.GradScaler(device.type, enabled=use_cuda)

for epoch in range(epochs):
    model.train()
    for data, target in train_loader:
        data, target = data.to(device), target.to(device)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast(device_type=device.type, dtype=amp_dtype):
            output = model(data)
            loss = F.cross_entropy(output, target)
        scaler.scale(loss).backward()
        scaler.step(optimizer)
        scaler.update()
        scheduler.step()

    model.eval()
    correct = 0
    with torch.no_grad(), torch.autocast(device_type=device.type, dtype=amp_dtype):
        for data, target in val_loader:
            correct += (model(data.to(device)).argmax(1).cpu() == target).sum().item()
    acc = correct / len(val_loader.dataset)
    print(f"Epoch {epoch}: loss {loss.item():.4f}, val acc {acc:.4f}, lr {scheduler.get_last_lr()[0]:.5f}")
print(f"val acc {acc:.4f}")
