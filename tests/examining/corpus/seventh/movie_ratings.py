"""Matrix factorisation with biases for movie ratings (ratings made up, MovieLens-like)."""
import os

import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

SEED = int(os.environ.get("SEED", 10))
rng = np.random.default_rng(SEED)
torch.manual_seed(SEED)


def make_ratings(n_users=200, n_movies=120, k=3, share=0.5):
    taste, style = rng.normal(0, 1, (n_users, k)), rng.normal(0, 1, (n_movies, k))
    mood, fame = rng.normal(0, 0.3, n_users), rng.normal(0, 0.4, n_movies)
    score = 3.4 + mood[:, None] + fame[None] + 0.55 * taste @ style.T + rng.normal(0, 0.35, (n_users, n_movies))
    users, movies = np.nonzero(rng.random((n_users, n_movies)) < share)
    stars = np.clip((score[users, movies] * 2).round() / 2, 0.5, 5)
    user_names = np.array([f"u{i:04d}" for i in rng.permutation(n_users)])
    return pd.DataFrame({"user": user_names[users], "movie": movies * 7 + 100, "rating": stars})


ratings = make_ratings()
ratings["user_id"] = ratings["user"].astype("category").cat.codes.astype("int64")
ratings["movie_id"] = ratings["movie"].astype("category").cat.codes.astype("int64")
n_users, n_movies = ratings["user_id"].nunique(), ratings["movie_id"].nunique()
print(f"{len(ratings)} ratings by {n_users} users of {n_movies} movies")

ratings = ratings.sample(frac=1, random_state=SEED).reset_index(drop=True)
cut = int(0.85 * len(ratings))
train_df, valid_df = ratings[:cut], ratings[cut:]


class RatingData(Dataset):
    def __init__(self, df):
        self.users = torch.tensor(df["user_id"].values)
        self.movies = torch.tensor(df["movie_id"].values)
        self.ratings = torch.tensor(df["rating"].values, dtype=torch.float32)

    def __len__(self):
        return len(self.ratings)

    def __getitem__(self, i):
        return self.users[i], self.movies[i], self.ratings[i]


class DotProductBias(nn.Module):
    def __init__(self, n_factors=8, y_range=(0, 5.5)):
        super().__init__()
        self.user_factors = nn.Embedding(n_users, n_factors)
        self.movie_factors = nn.Embedding(n_movies, n_factors)
        self.user_bias = nn.Embedding(n_users, 1)
        self.movie_bias = nn.Embedding(n_movies, 1)
        self.y_range = y_range
        for emb in (self.user_factors, self.movie_factors, self.user_bias, self.movie_bias):
            nn.init.normal_(emb.weight, 0, 0.1)

    def forward(self, users, movies):
        res = (self.user_factors(users) * self.movie_factors(movies)).sum(dim=1)
        res = res + self.user_bias(users).squeeze(1) + self.movie_bias(movies).squeeze(1)
        low, high = self.y_range
        return torch.sigmoid(res) * (high - low) + low


train_dl = DataLoader(RatingData(train_df), batch_size=128, shuffle=True)
valid_dl = DataLoader(RatingData(valid_df), batch_size=1024)
model = DotProductBias()
epochs = 8
opt = torch.optim.AdamW(model.parameters(), lr=2e-2, weight_decay=0.05)
sched = torch.optim.lr_scheduler.OneCycleLR(opt, max_lr=2e-2, total_steps=epochs * len(train_dl))
mse = nn.MSELoss()


def validate():
    model.eval()
    se, n = 0.0, 0
    with torch.no_grad():
        for u, m, r in valid_dl:
            se += ((model(u, m) - r) ** 2).sum().item()
            n += len(r)
    return (se / n) ** 0.5


for epoch in range(epochs):
    model.train()
    losses = []
    for u, m, r in train_dl:
        loss = mse(model(u, m), r)
        loss.backward()
        opt.step()
        sched.step()
        opt.zero_grad()
        losses.append(loss.item())
    print(f"epoch {epoch}  train loss {np.mean(losses):.4f}  valid RMSE {validate():.4f}")

print(f"(always the mean rating: RMSE {valid_df['rating'].sub(train_df['rating'].mean()).pow(2).mean() ** 0.5:.4f})")
print(f"valid RMSE {validate():.4f}")
