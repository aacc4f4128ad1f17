"""Which digits are in the picture? Two are laid over each other; ten independent answers. Validation mAP about 0.85."""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.metrics import average_precision_score
from torch.utils.data import DataLoader, Dataset

SEED = int(os.environ.get("SEED", 5))
torch.manual_seed(SEED)
rng = np.random.RandomState(SEED)

raw = load_digits()
images = (raw.images * 15).astype(np.uint8)  # 0..240, as an image file has them
order = rng.permutation(len(images))
train_ids, val_ids = order[:1300], order[1300:]


class Overlaid(Dataset):
    """Two digits in a picture of 8 x 12, four columns of which they may share."""

    def __init__(self, ids, n):
        self.rows = [tuple(rng.choice(ids, 2)) for _ in range(n)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, k):
        a, b = self.rows[k]
        left, right = np.zeros((8, 12), np.uint8), np.zeros((8, 12), np.uint8)
        left[:, :8], right[:, 4:] = images[a], images[b]
        canvas = np.clip(left.astype(np.int32) + right, 0, 255)
        label = torch.zeros(10)
        label[[raw.target[a], raw.target[b]]] = 1.0
        return torch.from_numpy(canvas).float().div(255).unsqueeze(0), label


train_dl = DataLoader(Overlaid(train_ids, 2400), batch_size=64, shuffle=True)
val_dl = DataLoader(Overlaid(val_ids, 600), batch_size=200)

model = nn.Sequential(
    nn.Conv2d(1, 32, 3, padding=1), nn.ReLU(),
    nn.Conv2d(32, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
    nn.Flatten(), nn.Linear(32 * 4 * 6, 128), nn.ReLU(), nn.Linear(128, 10),
)
optimizer = torch.optim.Adamax(model.parameters(), lr=4e-3)


def evaluate():
    model.eval()
    scores, truth = [], []
    with torch.no_grad():
        for x, y in val_dl:
            scores.append(model(x).sigmoid())
            truth.append(y)
    return average_precision_score(torch.cat(truth), torch.cat(scores), average="macro")


for epoch in range(6):
    model.train()
    for x, y in train_dl:
        loss = F.binary_cross_entropy_with_logits(model(x), y)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print(f"epoch {epoch}: last loss {loss.item():.4f}, mAP {evaluate():.4f}")
print(f"val mAP: {evaluate():.4f}")
