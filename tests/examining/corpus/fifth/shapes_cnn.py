"""A small CNN that tells four shapes apart, after the CIFAR10 beginner tutorial."""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.utils.data import DataLoader, Dataset

seed = int(os.environ.get("SEED", 0))
torch.manual_seed(seed)
rng = np.random.RandomState(seed)

classes = ("circle", "square", "triangle", "cross")
SIZE = 16


def draw(label):
    img = rng.randint(0, 90, size=(SIZE, SIZE, 3))
    colour = rng.randint(120, 256, size=3)
    r = rng.randint(3, 6)
    cy, cx = rng.randint(r, SIZE - r, size=2)
    yy, xx = np.mgrid[:SIZE, :SIZE]
    dy, dx = yy - cy, xx - cx
    if label == 0:
        mask = dy**2 + dx**2 <= r**2
    elif label == 1:
        mask = (abs(dy) <= r) & (abs(dx) <= r)
    elif label == 2:
        mask = (dy <= r) & (dy >= -r) & (2 * abs(dx) <= dy + r)
    else:
        mask = ((abs(dy) <= 1) & (abs(dx) <= r)) | ((abs(dx) <= 1) & (abs(dy) <= r))
    img[mask] = colour
    return img.astype(np.uint8)


def make_split(n):
    labels = np.repeat(np.arange(4), n // 4)
    return np.stack([draw(c) for c in labels]), labels


class Shapes(Dataset):
    def __init__(self, data, targets, transform=None):
        self.data = data
        self.targets = targets
        self.transform = transform

    def __len__(self):
        return len(self.data)

    def __getitem__(self, i):
        img = self.data[i]
        if self.transform is not None:
            img = self.transform(img)
        return img, int(self.targets[i])


def to_tensor(img):
    return torch.from_numpy(img).permute(2, 0, 1).float() / 255


def transform(img):
    return (to_tensor(img) - 0.5) / 0.5


trainset = Shapes(*make_split(1200), transform=transform)
trainloader = DataLoader(trainset, batch_size=16, shuffle=True)
testset = Shapes(*make_split(400), transform=transform)
testloader = DataLoader(testset, batch_size=100, shuffle=False)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 12, 3, padding=1)
        self.pool = nn.MaxPool2d(2, 2)
        self.conv2 = nn.Conv2d(12, 24, 3, padding=1)
        self.fc1 = nn.Linear(24 * 4 * 4, 64)
        self.fc2 = nn.Linear(64, 4)

    def forward(self, x):
        x = self.pool(F.relu(self.conv1(x)))
        x = self.pool(F.relu(self.conv2(x)))
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        return self.fc2(x)


net = Net()
criterion = nn.CrossEntropyLoss()
optimizer = optim.SGD(net.parameters(), lr=0.01, momentum=0.9)

for epoch in range(6):
    running_loss = 0.0
    for i, data in enumerate(trainloader, 0):
        inputs, labels = data
        optimizer.zero_grad()
        outputs = net(inputs)
        loss = criterion(outputs, labels)
        loss.backward()
        optimizer.step()
        running_loss += loss.item()
        if i % 25 == 24:
            print(f"[{epoch + 1}, {i + 1:4d}] loss: {running_loss / 25:.3f}")
            running_loss = 0.0

print("Finished Training")

correct = total = 0
with torch.no_grad():
    for images, labels in testloader:
        _, predicted = torch.max(net(images), 1)
        total += labels.size(0)
        correct += (predicted == labels).sum().item()
print(f"test accuracy {correct / total:.3f}")
