"""Genres of a film from the counts of words in its summary: several at once (scikit-learn's generator)."""
import os
import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import make_multilabel_classification
from sklearn.metrics import f1_score
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)

GENRES = ["drama", "comedy", "horror", "western", "romance", "crime", "war", "musical"]
counts, labels = make_multilabel_classification(n_samples=4000, n_features=60, n_classes=len(GENRES), n_labels=2,
                                                length=400, random_state=SEED)
tf = np.log1p(counts).astype(np.float32)
n_train = 3200
mu, sd = tf[:n_train].mean(0), tf[:n_train].std(0) + 1e-6
features = torch.from_numpy((tf - mu) / sd)
labels = torch.from_numpy(labels.astype(np.float32))
train = TensorDataset(features[:n_train], labels[:n_train])
valid = TensorDataset(features[n_train:], labels[n_train:])


class GenreNet(nn.Module):
    def __init__(self, n_in, n_out, p=0.3):
        super().__init__()
        self.hidden = nn.Linear(n_in, 96)
        self.bn = nn.BatchNorm1d(96)
        self.drop = nn.Dropout(p)
        self.out = nn.Linear(96, n_out)

    def forward(self, x):
        return self.out(self.drop(torch.relu(self.bn(self.hidden(x)))))


def train_one_epoch(model, loader, criterion, optimizer):
    model.train()
    total = 0.0
    for x, y in loader:
        optimizer.zero_grad()
        loss = criterion(model(x), y)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(loader.dataset)


@torch.no_grad()
def evaluate(model, loader):
    model.eval()
    probs, truth = [], []
    for x, y in loader:
        probs.append(torch.sigmoid(model(x)))
        truth.append(y)
    probs, truth = torch.cat(probs).numpy(), torch.cat(truth).numpy()
    return f1_score(truth, probs > 0.5, average="micro", zero_division=0)


if __name__ == "__main__":
    model = GenreNet(features.shape[1], len(GENRES))
    criterion = nn.BCEWithLogitsLoss()
    optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-3)
    train_loader = DataLoader(train, batch_size=64, shuffle=True)
    valid_loader = DataLoader(valid, batch_size=400)
    for epoch in range(15):
        loss = train_one_epoch(model, train_loader, criterion, optimizer)
        print(f"epoch {epoch + 1}/15 - loss {loss:.4f} - micro F1 {evaluate(model, valid_loader):.4f}")
