"""Rare frauds (4 in 100): weighted loss, early stopping, best weights restored. Test balanced accuracy about 0.9."""

import os

import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import make_classification
from sklearn.metrics import balanced_accuracy_score, classification_report
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

RANDOM_STATE = int(os.environ.get("SEED", 0))
torch.manual_seed(RANDOM_STATE)

features, is_fraud = make_classification(
    n_samples=8000,
    n_features=20,
    n_informative=8,
    n_clusters_per_class=2,
    weights=[0.96],
    flip_y=0.0,
    class_sep=1.0,
    random_state=42,
)
X_rest, X_test, y_rest, y_test = train_test_split(
    features, is_fraud, test_size=0.2, stratify=is_fraud, random_state=RANDOM_STATE
)
X_train, X_valid, y_train, y_valid = train_test_split(
    X_rest, y_rest, test_size=0.25, stratify=y_rest, random_state=RANDOM_STATE
)
scaler = StandardScaler().fit(X_train)
to_x = lambda a: torch.tensor(scaler.transform(a), dtype=torch.float32)
to_y = lambda a: torch.tensor(a, dtype=torch.float32)
X_train, X_valid, X_test = map(to_x, (X_train, X_valid, X_test))
y_train, y_valid, y_test = map(to_y, (y_train, y_valid, y_test))

pos_weight = (y_train == 0).sum() / (y_train == 1).sum()
print("pos_weight", pos_weight.item())

model = nn.Sequential(
    nn.Linear(20, 64),
    nn.BatchNorm1d(64),
    nn.ReLU(),
    nn.Dropout(0.2),
    nn.Linear(64, 32),
    nn.ReLU(),
    nn.Linear(32, 1),
)
criterion = nn.BCEWithLogitsLoss(pos_weight=pos_weight)
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)


class EarlyStopping:
    def __init__(self, patience):
        self.patience, self.counter, self.best, self.state = patience, 0, np.inf, None

    def __call__(self, value, model):
        if value < self.best:
            self.best, self.counter = value, 0
            self.state = {k: v.clone() for k, v in model.state_dict().items()}
        else:
            self.counter += 1
        return self.counter >= self.patience


stopper = EarlyStopping(patience=6)
for epoch in range(60):
    model.train()
    for rows in torch.randperm(len(X_train)).split(128):
        optimizer.zero_grad()
        loss = criterion(model(X_train[rows]).squeeze(1), y_train[rows])
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        valid_loss = criterion(model(X_valid).squeeze(1), y_valid).item()
    if epoch % 5 == 0:
        print(f"epoch {epoch}: valid loss {valid_loss:.4f}")
    if stopper(valid_loss, model):
        print("early stopping at epoch", epoch)
        break

model.load_state_dict(stopper.state)
model.eval()
with torch.no_grad():
    predicted = (torch.sigmoid(model(X_test)).squeeze(1) > 0.5).float()
print(classification_report(y_test, predicted, target_names=["genuine", "fraud"]))
print("balanced accuracy", round(balanced_accuracy_score(y_test, predicted), 4))
