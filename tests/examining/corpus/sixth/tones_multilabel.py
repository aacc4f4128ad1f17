"""Multi-label classification: which of six notes sound in a short, noisy recording?"""
import os

import numpy as np
import torch
from sklearn.metrics import f1_score
from torch import nn, optim
from torch.utils.data import DataLoader, Dataset, Subset

NOTES = {"C": 6, "D": 8, "E": 11, "F": 14, "G": 18, "A": 23}
LENGTH = 128


class ChordDataset(Dataset):
    def __init__(self, n, seed):
        rng = np.random.default_rng(seed)
        t = np.arange(LENGTH) / LENGTH
        self.labels = (rng.random((n, len(NOTES))) < 0.3).astype(np.float32)
        self.waves = np.zeros((n, LENGTH), dtype=np.float32)
        for i in range(n):
            for on, freq in zip(self.labels[i], NOTES.values()):
                phase, gain = rng.uniform(0, 2 * np.pi), rng.uniform(0.6, 1.4)
                self.waves[i] += on * gain * np.sin(2 * np.pi * freq * t + phase)
            self.waves[i] += rng.normal(0, 0.5, LENGTH)

    def __len__(self):
        return len(self.waves)

    def __getitem__(self, idx):
        return torch.from_numpy(self.waves[idx]).unsqueeze(0), torch.from_numpy(self.labels[idx])


class ChordNet(nn.Module):
    def __init__(self, n_labels):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv1d(1, 32, kernel_size=31, padding=15, stride=2),
            nn.BatchNorm1d(32),
            nn.ReLU(),
            nn.Conv1d(32, 32, kernel_size=5, padding=2, stride=2),
            nn.BatchNorm1d(32),
            nn.ReLU(),
            nn.AdaptiveAvgPool1d(1),
            nn.Flatten(),
        )
        self.classifier = nn.Linear(32, n_labels)

    def forward(self, x):
        return self.classifier(self.features(x))


def run_epoch(model, loader, criterion, optimizer=None):
    training = optimizer is not None
    model.train(training)
    total_loss, outputs, targets = 0.0, [], []
    with torch.set_grad_enabled(training):
        for x, y in loader:
            logits = model(x)
            loss = criterion(logits, y)
            if training:
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
            total_loss += loss.item() * len(x)
            outputs.append(torch.sigmoid(logits.detach()))
            targets.append(y)
    predicted = (torch.cat(outputs) > 0.5).numpy()
    f1 = f1_score(torch.cat(targets).numpy(), predicted, average="macro", zero_division=0)
    return total_loss / len(loader.dataset), f1


def main():
    seed = int(os.environ.get("SEED", 0))
    torch.manual_seed(seed)
    dataset = ChordDataset(2000, seed)
    order = torch.randperm(len(dataset)).tolist()
    train_dl = DataLoader(Subset(dataset, order[:1500]), batch_size=50, shuffle=True)
    val_dl = DataLoader(Subset(dataset, order[1500:]), batch_size=250)

    model = ChordNet(len(NOTES))
    criterion = nn.BCEWithLogitsLoss()
    optimizer = optim.Adam(model.parameters(), lr=5e-3)
    epochs = 10
    scheduler = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=epochs)
    for epoch in range(epochs):
        train_loss, train_f1 = run_epoch(model, train_dl, criterion, optimizer)
        val_loss, val_f1 = run_epoch(model, val_dl, criterion)
        scheduler.step()
        print(f"{epoch + 1:2d} | train {train_loss:.4f} F1 {train_f1:.3f} | val {val_loss:.4f} F1 {val_f1:.3f}")
    print(f"validation macro F1 {val_f1:.4f}")


if __name__ == "__main__":
    main()
