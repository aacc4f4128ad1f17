# Siamese network with the contrastive loss (Hadsell et al., 2006) on the 8x8 digits
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, Dataset


class Config:
    seed = int(os.environ.get("SEED", 7))
    batch_size = 64
    epochs = 12
    lr = 3e-3
    margin = 1.5


class PairDataset(Dataset):
    """Each item is an image with a random partner: half of the time of the same class."""

    def __init__(self, images, labels, seed):
        self.images = images
        self.labels = labels
        self.rng = np.random.default_rng(seed)
        self.by_class = {c: np.flatnonzero(labels == c) for c in np.unique(labels)}

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        same = self.rng.random() < 0.5
        if same:
            j = self.rng.choice(self.by_class[self.labels[i]])
        else:
            other = (self.labels[i] + self.rng.integers(1, 10)) % 10
            j = self.rng.choice(self.by_class[other])
        return self.images[i], self.images[j], torch.tensor(float(not same))


class SiameseNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.fc = nn.Sequential(nn.Linear(32 * 2 * 2, 64), nn.ReLU(), nn.Linear(64, 8))

    def forward_once(self, x):
        return self.fc(self.cnn(x).flatten(1))

    def forward(self, x1, x2):
        return self.forward_once(x1), self.forward_once(x2)


class ContrastiveLoss(nn.Module):
    """label 0: same class, label 1: different classes"""

    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def forward(self, out1, out2, label):
        dist = F.pairwise_distance(out1, out2)
        loss = (1 - label) * dist.pow(2) + label * torch.clamp(self.margin - dist, min=0.0).pow(2)
        return loss.mean()


cfg = Config()
torch.manual_seed(cfg.seed)
digits = load_digits()
images = torch.tensor(digits.images / 16.0, dtype=torch.float32).unsqueeze(1)
idx_train, idx_test = train_test_split(
    np.arange(len(images)), test_size=0.25, stratify=digits.target, random_state=cfg.seed
)
train_set = PairDataset(images[idx_train], digits.target[idx_train], cfg.seed)
test_set = PairDataset(images[idx_test], digits.target[idx_test], cfg.seed + 1)
train_loader = DataLoader(train_set, batch_size=cfg.batch_size, shuffle=True)
test_loader = DataLoader(test_set, batch_size=cfg.batch_size)

net = SiameseNetwork()
criterion = ContrastiveLoss(cfg.margin)
optimizer = torch.optim.Adam(net.parameters(), lr=cfg.lr)

for epoch in range(1, cfg.epochs + 1):
    net.train()
    losses = []
    for img1, img2, label in train_loader:
        optimizer.zero_grad()
        out1, out2 = net(img1, img2)
        loss = criterion(out1, out2, label)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    print(f"epoch {epoch:2d}  contrastive loss {np.mean(losses):.4f}")

net.eval()
distances, differ = [], []
with torch.no_grad():
    for img1, img2, label in test_loader:
        distances.append(F.pairwise_distance(*net(img1, img2)))
        differ.append(label)
    emb_train, emb_test = net.forward_once(train_set.images), net.forward_once(test_set.images)
auc = roc_auc_score(torch.cat(differ).numpy(), torch.cat(distances).numpy())
nearest = torch.cdist(emb_test, emb_train).argmin(dim=1).numpy()
accuracy = (train_set.labels[nearest] == test_set.labels).mean()
print(f"verification AUC {auc:.4f}, nearest-neighbour accuracy {accuracy:.4f}")
