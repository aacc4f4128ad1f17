"""Will the customer buy? Categories through embeddings, numbers through batch norm."""
import os
import numpy as np
import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
np.random.seed(SEED)
torch.manual_seed(SEED)

# ---------------------------------------------------------------- data
N = 10000
df = pd.DataFrame({
    "city": np.random.randint(0, 40, N),
    "job": np.random.randint(0, 15, N),
    "weekday": np.random.randint(0, 7, N),
    "age": np.random.uniform(18, 80, N),
    "income": np.random.lognormal(10, 0.6, N),
})
city_effect = np.random.normal(0, 2.0, 40)
job_effect = np.random.normal(0, 2.0, 15)
score = (city_effect[df.city] + job_effect[df.job] + 1.5 * np.isin(df.weekday, [5, 6])
         + 1.5 * np.sin(df.age / 8) + 1.2 * (np.log(df.income) - 10))
df["bought"] = (score + np.random.logistic(0, 0.2, N) > np.median(score)).astype(int)

cat_cols, num_cols = ["city", "job", "weekday"], ["age", "income"]
train_df, valid_df = df.iloc[:8000].copy(), df.iloc[8000:].copy()
means, stds = train_df[num_cols].mean(), train_df[num_cols].std()
for part in (train_df, valid_df):
    part[num_cols] = (part[num_cols] - means) / stds


def tensors(part):
    return TensorDataset(
        torch.tensor(part[cat_cols].values, dtype=torch.long),
        torch.tensor(part[num_cols].values, dtype=torch.float32),
        torch.tensor(part["bought"].values, dtype=torch.float32),
    )


train_dl = DataLoader(tensors(train_df), batch_size=64, shuffle=True)
valid_dl = DataLoader(tensors(valid_df), batch_size=512)

# ---------------------------------------------------------------- model
emb_szs = [(int(df[c].nunique()), min(6, (int(df[c].nunique()) + 1) // 2)) for c in cat_cols]


class TabularModel(nn.Module):
    def __init__(self, emb_szs, n_cont, layers=(64, 32), ps=0.1):
        super().__init__()
        self.embeds = nn.ModuleList([nn.Embedding(ni, nf) for ni, nf in emb_szs])
        n_emb = sum(e.embedding_dim for e in self.embeds)
        self.bn_cont = nn.BatchNorm1d(n_cont)
        self.lin1 = nn.Linear(n_emb + n_cont, layers[0])
        self.lin2 = nn.Linear(layers[0], layers[1])
        self.out = nn.Linear(layers[1], 1)
        self.drop = nn.Dropout(ps)

    def forward(self, x_cat, x_cont):
        x = torch.cat([e(x_cat[:, i]) for i, e in enumerate(self.embeds)], 1)
        x = torch.cat([x, self.bn_cont(x_cont)], 1)
        x = self.drop(F.relu(self.lin1(x)))
        x = self.drop(F.relu(self.lin2(x)))
        return self.out(x).squeeze(1)


model = TabularModel(emb_szs, len(num_cols))
opt = torch.optim.Adam(model.parameters(), lr=2e-3, weight_decay=1e-5)
criterion = nn.BCEWithLogitsLoss()

# ---------------------------------------------------------------- training
for epoch in range(10):
    model.train()
    running = 0.0
    for xc, xn, y in train_dl:
        opt.zero_grad()
        loss = criterion(model(xc, xn), y)
        loss.backward()
        opt.step()
        running += loss.item() * len(y)
    model.eval()
    correct = 0
    with torch.no_grad():
        for xc, xn, y in valid_dl:
            pred = (model(xc, xn) > 0).float()
            correct += (pred == y).sum().item()
    acc = correct / len(valid_df)
    print(f"epoch {epoch}: train loss {running / len(train_df):.4f}, valid acc {acc:.4f}")
print("final valid accuracy", round(acc, 4))
