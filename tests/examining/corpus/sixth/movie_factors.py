"""Matrix factorisation with biases for movie ratings, in the manner of the d2l.ai recommender chapter."""
import os

import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

seed = int(os.environ.get("SEED", 0))


def make_ratings(num_users=250, num_items=120, per_user=50, rank=3):
    rng = np.random.default_rng(seed)
    p, q = rng.normal(0, 0.7, (num_users, rank)), rng.normal(0, 0.7, (num_items, rank))
    b_user, b_item = rng.normal(0, 0.4, num_users), rng.normal(0, 0.5, num_items)
    rows = []
    for u in range(num_users):
        for i in rng.choice(num_items, per_user, replace=False):
            r = 3.3 + b_user[u] + b_item[i] + p[u] @ q[i] + rng.normal(0, 0.3)
            rows.append((u, i, int(np.clip(round(r), 1, 5))))
    return pd.DataFrame(rows, columns=["user_id", "item_id", "rating"]), num_users, num_items


def split_data(data, test_ratio=0.1):
    mask = np.random.default_rng(seed + 1).uniform(size=len(data)) < 1 - test_ratio
    return data[mask], data[~mask]


def to_dataset(data):
    users = torch.tensor(data["user_id"].values)
    items = torch.tensor(data["item_id"].values)
    ratings = torch.tensor(data["rating"].values, dtype=torch.float32)
    return TensorDataset(users, items, ratings)


class MF(nn.Module):
    def __init__(self, num_factors, num_users, num_items, mean):
        super().__init__()
        self.P = nn.Embedding(num_users, num_factors)
        self.Q = nn.Embedding(num_items, num_factors)
        self.user_bias = nn.Embedding(num_users, 1)
        self.item_bias = nn.Embedding(num_items, 1)
        self.register_buffer("mean", torch.tensor(mean))
        for table in (self.P, self.Q, self.user_bias, self.item_bias):
            nn.init.normal_(table.weight, std=0.05)

    def forward(self, user_id, item_id):
        dot = (self.P(user_id) * self.Q(item_id)).sum(dim=1)
        return self.mean + dot + self.user_bias(user_id).squeeze(1) + self.item_bias(item_id).squeeze(1)


def rmse(net, loader):
    net.eval()
    with torch.no_grad():
        squared = [(net(u, i).clamp(1, 5) - r) ** 2 for u, i, r in loader]
    return torch.cat(squared).mean().sqrt().item()


def train(net, train_iter, test_iter, loss_fn, trainer, num_epochs):
    for epoch in range(num_epochs):
        net.train()
        total, count = 0.0, 0
        for u, i, r in train_iter:
            loss = loss_fn(net(u, i), r)
            trainer.zero_grad()
            loss.backward()
            trainer.step()
            total += loss.item() * len(r)
            count += len(r)
        print(f"epoch {epoch + 1:2d}, train loss {total / count:.3f}, test RMSE {rmse(net, test_iter):.3f}")


torch.manual_seed(seed)
ratings, num_users, num_items = make_ratings()
train_data, test_data = split_data(ratings)
train_iter = DataLoader(to_dataset(train_data), batch_size=256, shuffle=True)
test_iter = DataLoader(to_dataset(test_data), batch_size=512)

mean = float(train_data["rating"].mean())
baseline = float(np.sqrt(((test_data["rating"] - mean) ** 2).mean()))
print(f"{len(train_data)} ratings; always answering the mean: RMSE {baseline:.3f}")
net = MF(5, num_users, num_items, mean)
trainer = torch.optim.Adam(net.parameters(), lr=0.01, weight_decay=1e-4)
train(net, train_iter, test_iter, nn.MSELoss(), trainer, num_epochs=10)
