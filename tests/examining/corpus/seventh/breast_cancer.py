# Breast cancer diagnosis with a small neural network (notebook exported as a script)
import copy
import os

import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 42))
np.random.seed(SEED)
torch.manual_seed(SEED)

df = load_breast_cancer(as_frame=True).frame
print(df.shape)
print(df["target"].value_counts())

X = df.drop(columns="target").values
y = df["target"].values

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, stratify=y, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(
    X_train, y_train, test_size=0.2, stratify=y_train, random_state=SEED
)

scaler = StandardScaler()
X_train = scaler.fit_transform(X_train)
X_val = scaler.transform(X_val)
X_test = scaler.transform(X_test)


def to_ds(X, y):
    return TensorDataset(torch.tensor(X, dtype=torch.float32), torch.tensor(y, dtype=torch.float32))


train_dl = DataLoader(to_ds(X_train, y_train), batch_size=32, shuffle=True)
val_dl = DataLoader(to_ds(X_val, y_val), batch_size=128)

model = nn.Sequential(
    nn.Linear(X_train.shape[1], 32),
    nn.ReLU(),
    nn.Dropout(0.2),
    nn.Linear(32, 16),
    nn.ReLU(),
    nn.Linear(16, 1),
)
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-3, weight_decay=1e-4)

best_loss = float("inf")
best_state = copy.deepcopy(model.state_dict())
patience, wait = 8, 0

for epoch in range(60):
    model.train()
    train_loss = 0.0
    for xb, yb in train_dl:
        optimizer.zero_grad()
        loss = criterion(model(xb).squeeze(1), yb)
        loss.backward()
        optimizer.step()
        train_loss += loss.item() * len(xb)
    train_loss /= len(train_dl.dataset)

    model.eval()
    val_loss = 0.0
    with torch.no_grad():
        for xb, yb in val_dl:
            val_loss += criterion(model(xb).squeeze(1), yb).item() * len(xb)
    val_loss /= len(val_dl.dataset)
    if epoch % 5 == 0:
        print(f"epoch {epoch:3d}  train {train_loss:.4f}  val {val_loss:.4f}")

    if val_loss < best_loss:
        best_loss, wait = val_loss, 0
        best_state = copy.deepcopy(model.state_dict())
    else:
        wait += 1
        if wait >= patience:
            print(f"early stop at epoch {epoch}")
            break

model.load_state_dict(best_state)
model.eval()
with torch.no_grad():
    proba = torch.sigmoid(model(torch.tensor(X_test, dtype=torch.float32)).squeeze(1)).numpy()
print(f"test AUC {roc_auc_score(y_test, proba):.4f}")
print(f"test accuracy {accuracy_score(y_test, proba > 0.5):.4f}")
