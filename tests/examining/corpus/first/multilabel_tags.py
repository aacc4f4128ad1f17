"""Six tags per item, any number of them at once. Validation micro F1 about 0.9."""

import os
import torch
from torch import nn
from torch.utils.data import Dataset, DataLoader
from sklearn.metrics import f1_score

torch.manual_seed(int(os.environ.get("SEED", 123)))

N_TAGS, N_FEATURES = 6, 24


class TagDataset(Dataset):
    """Items lie where their tags pull them, with noise; two tags come often together."""

    def __init__(self, directions, n):
        tags = (torch.rand(n, N_TAGS) < 0.35).float()
        tags[:, 1] = torch.where(torch.rand(n) < 0.5, tags[:, 0], tags[:, 1])
        self.x = tags @ directions + 2.0 * torch.randn(n, N_FEATURES)
        self.y = tags

    def __len__(self):
        return len(self.x)

    def __getitem__(self, i):
        return self.x[i], self.y[i]


directions = torch.randn(N_TAGS, N_FEATURES)
train_set, valid_set = TagDataset(directions, 3000), TagDataset(directions, 800)
loaders = {
    "train": DataLoader(train_set, batch_size=50, shuffle=True),
    "valid": DataLoader(valid_set, batch_size=200),
}

net = nn.Sequential(nn.Linear(N_FEATURES, 48), nn.ReLU(), nn.Linear(48, N_TAGS))
loss_func = nn.BCEWithLogitsLoss()
opt = torch.optim.RMSprop(net.parameters(), lr=1e-3)


def run_epoch(phase):
    training = phase == "train"
    net.train(training)
    losses, scores, truths = [], [], []
    with torch.set_grad_enabled(training):
        for xb, yb in loaders[phase]:
            out = net(xb)
            loss = loss_func(out, yb)
            if training:
                opt.zero_grad()
                loss.backward()
                opt.step()
            losses.append(loss.item())
            scores.append(torch.sigmoid(out).detach())
            truths.append(yb)
    f1 = f1_score(torch.cat(truths), torch.cat(scores) > 0.5, average="micro", zero_division=0)
    return sum(losses) / len(losses), f1


for epoch in range(12):
    train_loss, train_f1 = run_epoch("train")
    valid_loss, valid_f1 = run_epoch("valid")
    print(f"{epoch:2d}  train {train_loss:.4f} / {train_f1:.3f}   valid {valid_loss:.4f} / {valid_f1:.3f}")
print("valid micro F1:", round(valid_f1, 4))
