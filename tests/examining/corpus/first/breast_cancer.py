# Kaggle style notebook, flattened.
"""MLP on the breast cancer data. Test accuracy about 0.97."""

import os
import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = int(os.environ.get("SEED", 2021))
np.random.seed(SEED)
torch.manual_seed(SEED)

EPOCHS = 40
BATCH_SIZE = 32
LR = 1e-3

# ---- data
X, y = load_breast_cancer(return_X_y=True)
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.25, random_state=SEED, stratify=y)
sc = StandardScaler()
X_train = sc.fit_transform(X_train)
X_test = sc.transform(X_test)

X_train_t = torch.from_numpy(X_train).float()
y_train_t = torch.from_numpy(y_train).float()
X_test_t = torch.from_numpy(X_test).float()


# ---- model
class BinaryClassification(nn.Module):
    def __init__(self):
        super(BinaryClassification, self).__init__()
        self.layer_1 = nn.Linear(30, 64)
        self.layer_2 = nn.Linear(64, 64)
        self.layer_out = nn.Linear(64, 1)
        self.relu = nn.ReLU()
        self.dropout = nn.Dropout(p=0.2)

    def forward(self, inputs):
        x = self.relu(self.layer_1(inputs))
        x = self.dropout(x)
        x = self.relu(self.layer_2(x))
        x = self.dropout(x)
        x = self.layer_out(x)
        return x


model = BinaryClassification()
criterion = nn.BCEWithLogitsLoss()
optimizer = optim.Adam(model.parameters(), lr=LR)


def binary_acc(y_pred, y_test):
    y_pred_tag = torch.round(torch.sigmoid(y_pred))
    return (y_pred_tag == y_test).float().mean() * 100


# ---- training
for e in range(1, EPOCHS + 1):
    model.train()
    perm = torch.randperm(len(X_train_t))
    epoch_loss, epoch_acc, n = 0, 0, 0
    for i in range(0, len(perm), BATCH_SIZE):
        idx = perm[i : i + BATCH_SIZE]
        X_batch, y_batch = X_train_t[idx], y_train_t[idx]
        optimizer.zero_grad()
        y_pred = model(X_batch)
        loss = criterion(y_pred, y_batch.unsqueeze(1))
        acc = binary_acc(y_pred, y_batch.unsqueeze(1))
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item()
        epoch_acc += acc.item()
        n += 1
    if e % 5 == 0:
        print(f"Epoch {e + 0:03}: | Loss: {epoch_loss / n:.5f} | Acc: {epoch_acc / n:.3f}")

# ---- evaluation
model.eval()
with torch.no_grad():
    prob = torch.sigmoid(model(X_test_t)).squeeze(1).numpy()
print("AUC", roc_auc_score(y_test, prob))
print("Test accuracy", accuracy_score(y_test, prob > 0.5))
