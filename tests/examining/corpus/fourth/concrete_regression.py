"""Strength of concrete from its recipe (generated), an MLP with scaled inputs and targets; R2 on held-out rows."""
import os
import numpy as np
import torch
from torch import nn
from sklearn.preprocessing import StandardScaler
from sklearn.model_selection import train_test_split
from sklearn.metrics import r2_score

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)
rng = np.random.RandomState(SEED)

n = 1500
cement = rng.uniform(100, 540, n)
water = rng.uniform(120, 250, n)
slag = rng.uniform(0, 360, n)
sand = rng.uniform(590, 990, n)
age = rng.choice([3, 7, 14, 28, 56, 90], n)
strength = 3000 * (0.1 + np.log(age) / 5) * (cement + 0.5 * slag) / water + 2.0 * (sand - 800) + rng.normal(0, 300, n)
X = np.column_stack([cement, water, slag, sand, age]).astype(np.float32)
y = strength.reshape(-1, 1).astype(np.float32)     # kPa

X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=SEED)
x_scaler, y_scaler = StandardScaler(), StandardScaler()
X_train = torch.tensor(x_scaler.fit_transform(X_train))
X_test = torch.tensor(x_scaler.transform(X_test))
y_train = torch.tensor(y_scaler.fit_transform(y_train))


class Regressor(nn.Module):
    def __init__(self, n_in, n_hidden=64):
        super().__init__()
        self.fc1 = nn.Linear(n_in, n_hidden)
        self.fc2 = nn.Linear(n_hidden, n_hidden)
        self.fc3 = nn.Linear(n_hidden, 1)

    def forward(self, x):
        x = torch.tanh(self.fc1(x))
        x = torch.tanh(self.fc2(x))
        return self.fc3(x)


def predict(model, x):
    model.eval()
    with torch.no_grad():
        z = model(x)
    return y_scaler.inverse_transform(z.numpy())


model = Regressor(X_train.shape[1])
optimizer = torch.optim.SGD(model.parameters(), lr=0.02, momentum=0.9, weight_decay=1e-4)
criterion = nn.MSELoss()

batch_size = 32
for epoch in range(1, 61):
    model.train()
    perm = torch.randperm(len(X_train))
    losses = []
    for i in range(0, len(perm), batch_size):
        idx = perm[i:i + batch_size]
        pred = model(X_train[idx])
        loss = criterion(pred, y_train[idx])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    if epoch % 10 == 0:
        print(f"[{epoch:3d}] mse {np.mean(losses):.4f}  test R2 {r2_score(y_test, predict(model, X_test)):.4f}")
print("R2: %.4f" % r2_score(y_test, predict(model, X_test)))
