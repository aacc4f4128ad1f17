"""Bank customers who leave: numbers through a scaler, categories through embeddings."""
import os

import numpy as np
import pandas as pd
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.preprocessing import StandardScaler

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)


def load_frame(n=3000):
    df = pd.DataFrame({
        "Geography": rng.choice(["France", "Germany", "Italy", "Portugal", "Spain"], n),
        "Plan": rng.choice(["basic", "plus", "premium"], n, p=[0.6, 0.3, 0.1]),
        "Age": rng.normal(42, 12, n).clip(18, 90).round(),
        "Tenure": rng.integers(0, 11, n),
        "Balance": rng.gamma(2.0, 40000.0, n),
        "Salary": rng.uniform(15000, 190000, n),
        "Products": rng.integers(1, 5, n),
    })
    z = (
        -3.3
        + 1.9 * np.abs((df.Age - 42) / 12)
        + 1.8 * df.Geography.isin(["Germany", "Portugal"])
        - 1.5 * (df.Geography == "France")
        + 1.3 * (df.Plan == "basic") * (df.Products >= 3)
        - 0.25 * (df.Tenure - 5)
        + 1.2 * (df.Balance > 100000)
    )
    df["Exited"] = (rng.random(n) < 1 / (1 + np.exp(-2.0 * z))).astype(int)
    # filled in by the service desk when an account is closed
    df["ClosingFee"] = np.where(df.Exited == 1, rng.normal(25, 6, n), rng.normal(1, 1, n)).round(2)
    return df


df = load_frame()
train_df, test_df = df.iloc[:2400].copy(), df.iloc[2400:].copy()

cat_cols = ["Geography", "Plan"]
num_cols = ["Age", "Tenure", "Balance", "Salary", "Products"]
levels = {c: sorted(train_df[c].unique()) for c in cat_cols}


def encode(frame, levels):
    return np.stack([pd.Categorical(frame[c], categories=levels[c]).codes for c in cat_cols], axis=1).astype(np.int64)


scaler = StandardScaler().fit(train_df[num_cols])
xc_train = torch.from_numpy(encode(train_df, levels))
xc_test = torch.from_numpy(encode(test_df, levels))
xn_train = torch.tensor(scaler.transform(train_df[num_cols]), dtype=torch.float32)
xn_test = torch.tensor(scaler.transform(test_df[num_cols]), dtype=torch.float32)
y_train = torch.tensor(train_df["Exited"].values, dtype=torch.float32)
y_test = test_df["Exited"].values


class TabularNet(nn.Module):
    def __init__(self, cardinalities, n_num, hidden=(64, 32), p=0.1):
        super().__init__()
        self.embeds = nn.ModuleList([nn.Embedding(c, 4) for c in cardinalities])
        self.drop = nn.Dropout(p)
        width = 4 * len(cardinalities) + n_num
        self.lin1 = nn.Linear(width, hidden[0])
        self.lin2 = nn.Linear(hidden[0], hidden[1])
        self.out = nn.Linear(hidden[1], 1)

    def forward(self, xc, xn):
        e = torch.cat([emb(xc[:, i]) for i, emb in enumerate(self.embeds)], dim=1)
        x = torch.cat([self.drop(e), xn], dim=1)
        x = F.relu(self.lin1(x))
        x = F.relu(self.lin2(x))
        return self.out(x).squeeze(1)


model = TabularNet([len(levels[c]) for c in cat_cols], xn_train.shape[1])
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3, weight_decay=1e-2)

batch_size = 64
for epoch in range(15):
    model.train()
    perm = torch.randperm(len(y_train))
    total = 0.0
    for start in range(0, len(perm), batch_size):
        idx = perm[start:start + batch_size]
        optimizer.zero_grad()
        logits = model(xc_train[idx], xn_train[idx])
        loss = criterion(logits, y_train[idx])
        loss.backward()
        optimizer.step()
        total += loss.item() * len(idx)
    model.eval()
    with torch.no_grad():
        prob = torch.sigmoid(model(xc_test, xn_test)).numpy()
    print(f"epoch {epoch:2d}  loss {total / len(perm):.4f}  auc {roc_auc_score(y_test, prob):.4f}")

f1 = f1_score(y_test, prob > 0.5)
print(f"churn rate {y_test.mean():.3f}")
print(f"test F1 {f1:.3f} AUC {roc_auc_score(y_test, prob):.3f}")
