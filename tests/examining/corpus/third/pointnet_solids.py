"""PointNet on clouds of points from five solids (sphere, cube, cylinder, cone, torus), turned about a nearly upright axis. Accuracy about 0.95."""
import os
import math
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import Dataset, DataLoader

seed = int(os.environ.get("SEED", 10))
NAMES = ["sphere", "cube", "cylinder", "cone", "torus"]


def surface(kind, n, g):
    u, v = torch.rand(n, generator=g), torch.rand(n, generator=g)
    a = 2 * math.pi * u
    if kind == 0:
        z = 2 * v - 1
        r = (1 - z ** 2).sqrt()
        return torch.stack([r * a.cos(), r * a.sin(), z], 1)
    if kind == 1:
        p = 2 * torch.rand(n, 3, generator=g) - 1
        face = torch.randint(3, (n, 1), generator=g)
        sign = 2.0 * torch.randint(2, (n, 1), generator=g) - 1
        return p.scatter(1, face, sign)
    if kind == 2:
        return torch.stack([a.cos(), a.sin(), 2 * v - 1], 1)
    if kind == 3:
        h = v.sqrt()
        return torch.stack([h * a.cos(), h * a.sin(), 1 - 2 * h], 1)
    b = 2 * math.pi * v
    return torch.stack([(1 + 0.4 * b.cos()) * a.cos(), (1 + 0.4 * b.cos()) * a.sin(), 0.4 * b.sin()], 1)


def random_rotation(g):
    angle = 2 * math.pi * torch.rand(1, generator=g).item()
    tilt = 0.3 * torch.randn(1, generator=g).item()
    about_z = torch.tensor([[math.cos(angle), -math.sin(angle), 0], [math.sin(angle), math.cos(angle), 0], [0, 0, 1]])
    about_x = torch.tensor([[1, 0, 0], [0, math.cos(tilt), -math.sin(tilt)], [0, math.sin(tilt), math.cos(tilt)]])
    return about_x @ about_z


class Solids(Dataset):
    def __init__(self, size, n_points=48, seed=0):
        g = torch.Generator().manual_seed(seed)
        self.clouds, self.labels = [], torch.arange(size) % len(NAMES)
        for kind in self.labels.tolist():
            stretch = 0.8 + 0.4 * torch.rand(3, generator=g)
            cloud = surface(kind, n_points, g) * stretch @ random_rotation(g).T
            cloud = cloud + 0.04 * torch.randn(n_points, 3, generator=g)
            cloud = cloud - cloud.mean(0)
            self.clouds.append(cloud / cloud.norm(dim=1).max())     # into the unit ball

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        return self.clouds[i].T, self.labels[i]                     # (3, points)


class PointNet(nn.Module):
    def __init__(self, k):
        super().__init__()
        self.conv1 = nn.Conv1d(3, 48, 1)
        self.conv2 = nn.Conv1d(48, 128, 1)
        self.bn1, self.bn2 = nn.BatchNorm1d(48), nn.BatchNorm1d(128)
        self.fc1 = nn.Linear(128, 64)
        self.dropout = nn.Dropout(p=0.2)
        self.fc2 = nn.Linear(64, k)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        x = torch.max(x, 2).values                                  # the order of the points is nothing
        x = self.dropout(F.relu(self.fc1(x)))
        return self.fc2(x)


def test(model, loader):
    model.eval()
    correct = 0
    with torch.no_grad():
        for points, target in loader:
            correct += (model(points).argmax(1) == target).sum().item()
    return correct / len(loader.dataset)


def main():
    torch.manual_seed(seed)
    trainloader = DataLoader(Solids(1200, seed=seed), batch_size=30, shuffle=True)
    testloader = DataLoader(Solids(500, seed=seed + 1000), batch_size=250)
    classifier = PointNet(len(NAMES))
    optimizer = torch.optim.Adam(classifier.parameters(), lr=0.003, betas=(0.9, 0.999))
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.4)
    for epoch in range(10):
        classifier.train()
        total = 0.0
        for points, target in trainloader:
            optimizer.zero_grad()
            loss = F.cross_entropy(classifier(points), target)
            loss.backward()
            optimizer.step()
            total += loss.item()
        scheduler.step()
        print('[%d] train loss: %f accuracy: %f' % (epoch, total / len(trainloader), test(classifier, testloader)))
    print('final accuracy %f' % test(classifier, testloader))


if __name__ == '__main__':
    main()
