# Digit recognizer: a plain MLP, notebook style
import os
import numpy as np
import pandas as pd
import torch
from torch import nn
from torch.utils.data import TensorDataset, DataLoader
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

SEED = int(os.environ.get("SEED", 0))
np.random.seed(SEED)
torch.manual_seed(SEED)

# ---- read data (label + 64 pixel columns, like train.csv)
raw = load_digits()
df = pd.DataFrame(raw.data, columns=[f"pixel{i}" for i in range(64)])
df.insert(0, "label", raw.target)
df = df.sample(frac=1.0, random_state=SEED).reset_index(drop=True)

y = df["label"].values
X = df.drop(columns="label").values / 16.0
X_train, X_valid, y_train, y_valid = train_test_split(X, y, test_size=0.25, random_state=SEED, stratify=y)

X_train = torch.tensor(X_train, dtype=torch.float32)
X_valid = torch.tensor(X_valid, dtype=torch.float32)
y_train = torch.tensor(y_train, dtype=torch.long)
y_valid = torch.tensor(y_valid, dtype=torch.long)

BATCH = 64
EPOCHS = 15
train_dl = DataLoader(TensorDataset(X_train, y_train), batch_size=BATCH, shuffle=True)
valid_dl = DataLoader(TensorDataset(X_valid, y_valid), batch_size=BATCH)

# ---- model
model = nn.Sequential(
    nn.Linear(64, 128),
    nn.ReLU(),
    nn.Dropout(0.2),
    nn.Linear(128, 64),
    nn.ReLU(),
    nn.Dropout(0.2),
    nn.Linear(64, 10),
)
loss_fn = nn.CrossEntropyLoss()
opt = torch.optim.Adam(model.parameters(), lr=2e-3, weight_decay=1e-5)

history = []
for epoch in range(1, EPOCHS + 1):
    model.train()
    tr_loss, tr_hits = 0.0, 0
    for xb, yb in train_dl:
        out = model(xb)
        loss = loss_fn(out, yb)
        opt.zero_grad()
        loss.backward()
        opt.step()
        tr_loss += loss.item() * len(xb)
        tr_hits += (out.argmax(1) == yb).sum().item()

    model.eval()
    va_loss, va_hits = 0.0, 0
    with torch.no_grad():
        for xb, yb in valid_dl:
            out = model(xb)
            va_loss += loss_fn(out, yb).item() * len(xb)
            va_hits += (out.argmax(1) == yb).sum().item()
    row = dict(
        epoch=epoch,
        train_loss=tr_loss / len(X_train),
        train_acc=tr_hits / len(X_train),
        valid_loss=va_loss / len(X_valid),
        valid_acc=va_hits / len(X_valid),
    )
    history.append(row)
    print(" ".join(f"{k}={v:.4f}" if isinstance(v, float) else f"{k}={v}" for k, v in row.items()))

history = pd.DataFrame(history)
print("valid accuracy", round(history.valid_acc.iloc[-1], 4))
