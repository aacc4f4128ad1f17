import copy
import os

import torch
import torch.nn as nn
from sklearn.datasets import make_friedman2
from sklearn.metrics import mean_absolute_error, r2_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = int(os.environ.get("SEED", 42))
torch.manual_seed(SEED)

# the impedance of an electric circuit; the four features have very different ranges
X, y = make_friedman2(n_samples=1500, noise=40.0, random_state=SEED)
X_rest, X_test, y_rest, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)
X_train, X_val, y_train, y_val = train_test_split(X_rest, y_rest, test_size=0.2, random_state=SEED)

scaler = StandardScaler().fit(X_train)
X_train, X_val, X_test = scaler.transform(X_train), scaler.transform(X_val), scaler.transform(X_test)
y_mean, y_std = y_train.mean(), y_train.std()


def tensors(features, target):
    target = (target - y_mean) / y_std
    return torch.tensor(features, dtype=torch.float32), torch.tensor(target, dtype=torch.float32).view(-1, 1)


X_train, y_train = tensors(X_train, y_train)
X_val, y_val = tensors(X_val, y_val)
X_test_t, _ = tensors(X_test, y_test)

model = nn.Sequential(
    nn.Linear(4, 64),
    nn.ReLU(),
    nn.Linear(64, 32),
    nn.ReLU(),
    nn.Linear(32, 1),
)
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=0.005)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=5)

n_epochs, batch_size, patience = 120, 64, 20
best_loss, best_weights, waited = float("inf"), None, 0
for epoch in range(n_epochs):
    model.train()
    order = torch.randperm(len(X_train))
    total = 0.0
    for start in range(0, len(order), batch_size):
        rows = order[start:start + batch_size]
        loss = criterion(model(X_train[rows]), y_train[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        total += loss.item() * len(rows)

    model.eval()
    with torch.no_grad():
        val_loss = criterion(model(X_val), y_val).item()
    scheduler.step(val_loss)
    if val_loss < best_loss:
        best_loss, waited = val_loss, 0
        best_weights = copy.deepcopy(model.state_dict())
    else:
        waited += 1
    if epoch % 10 == 0:
        print(f"Epoch {epoch:3d}: train {total / len(X_train):.4f}, validation {val_loss:.4f}")
    if waited >= patience:
        print(f"Stopped early after epoch {epoch}")
        break

model.load_state_dict(best_weights)
model.eval()
with torch.no_grad():
    y_pred = model(X_test_t).squeeze(1).numpy() * y_std + y_mean
print(f"Test MAE: {mean_absolute_error(y_test, y_pred):.1f}")
print(f"Test R2: {r2_score(y_test, y_pred):.4f}")
