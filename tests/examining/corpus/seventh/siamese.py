"""Siamese network with contrastive loss (Hadsell et al.): which digits are the same?"""
import os

import numpy as np
import torch
from sklearn.datasets import load_digits
from sklearn.neighbors import KNeighborsClassifier
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, Dataset


class PairDataset(Dataset):
    """Gives pairs of images, and 1 when both show the same digit, else 0."""

    def __init__(self, images, labels, n_pairs, rng):
        self.images, self.labels, self.n_pairs = images, labels, n_pairs
        self.rng = rng
        self.by_class = {c: np.flatnonzero(labels == c) for c in np.unique(labels)}

    def __len__(self):
        return self.n_pairs

    def __getitem__(self, _):
        i = self.rng.integers(len(self.images))
        same = self.rng.random() < 0.5
        if same:
            j = self.rng.choice(self.by_class[self.labels[i]])
        else:
            j = self.rng.integers(len(self.images))
            while self.labels[j] == self.labels[i]:
                j = self.rng.integers(len(self.images))
        return self.images[i], self.images[j], np.float32(same)


class SiameseNetwork(nn.Module):
    def __init__(self, dim=8):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(64, 128),
            nn.ReLU(inplace=True),
            nn.Linear(128, 64),
            nn.ReLU(inplace=True),
            nn.Linear(64, dim),
        )

    def forward(self, a, b):
        return self.encoder(a), self.encoder(b)


class ContrastiveLoss(nn.Module):
    def __init__(self, margin=2.0):
        super().__init__()
        self.margin = margin

    def forward(self, z1, z2, same):
        dist = F.pairwise_distance(z1, z2)
        pos = same * dist.pow(2)
        neg = (1 - same) * torch.clamp(self.margin - dist, min=0.0).pow(2)
        return (pos + neg).mean()


def knn_accuracy(model, train, test):
    model.eval()
    with torch.no_grad():
        ref, _ = model(torch.from_numpy(train[0]), torch.from_numpy(train[0]))
        _, query = model(torch.from_numpy(test[0]), torch.from_numpy(test[0]))
    knn = KNeighborsClassifier(5).fit(ref.numpy(), train[1])
    return knn.score(query.numpy(), test[1])


if __name__ == "__main__":
    seed = int(os.environ.get("SEED", 11))
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)

    digits = load_digits()
    X = (digits.data / 16).astype(np.float32)
    order = rng.permutation(len(X))
    train = X[order[:1300]], digits.target[order[:1300]]
    test = X[order[1300:]], digits.target[order[1300:]]

    loader = DataLoader(PairDataset(*train, n_pairs=4000, rng=rng), batch_size=64)
    net = SiameseNetwork()
    criterion = ContrastiveLoss()
    optimizer = torch.optim.Adam(net.parameters(), lr=1e-3)

    for epoch in range(1, 11):
        net.train()
        losses = []
        for img0, img1, same in loader:
            optimizer.zero_grad()
            out1, out2 = net(img0, img1)
            loss = criterion(out1, out2, same)
            loss.backward()
            optimizer.step()
            losses.append(loss.item())
        print(f"Epoch {epoch}: contrastive loss {np.mean(losses):.4f}")

    print(f"nearest-neighbour accuracy on test digits {knn_accuracy(net, train, test):.4f}")
