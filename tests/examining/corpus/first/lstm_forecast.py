"""One-step forecast of a noisy series with an LSTM over windows of 24. Test RMSE about 0.2 of the series' deviation."""

import os

import numpy as np
import torch
import torch.nn as nn

seed = int(os.environ.get("SEED", 1))
torch.manual_seed(seed)
rng = np.random.default_rng(seed)

# passengers-like series: trend removed, two seasons and noise
t = np.arange(1600)
series = 50 + 10 * np.sin(2 * np.pi * t / 24) + 4 * np.sin(2 * np.pi * t / 7 + 1) + rng.normal(0, 1.2, len(t))

train_size = 1200
train_raw, test_raw = series[:train_size], series[train_size:]
mean, std = train_raw.mean(), train_raw.std()
train_n, test_n = (train_raw - mean) / std, (test_raw - mean) / std


def create_dataset(dataset, lookback):
    X, y = [], []
    for i in range(len(dataset) - lookback):
        X.append(dataset[i : i + lookback])
        y.append(dataset[i + lookback])
    X = torch.tensor(np.array(X), dtype=torch.float32).unsqueeze(-1)
    y = torch.tensor(np.array(y), dtype=torch.float32).unsqueeze(-1)
    return X, y


lookback = 24
X_train, y_train = create_dataset(train_n, lookback)
X_test, y_test = create_dataset(test_n, lookback)


class ForecastModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=32, num_layers=1, batch_first=True)
        self.linear = nn.Linear(32, 1)

    def forward(self, x):
        x, _ = self.lstm(x)
        return self.linear(x[:, -1])


model = ForecastModel()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
loss_fn = nn.MSELoss()
loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(X_train, y_train), shuffle=True, batch_size=32)

n_epochs = 20
for epoch in range(n_epochs):
    model.train()
    for X_batch, y_batch in loader:
        y_pred = model(X_batch)
        loss = loss_fn(y_pred, y_batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    # Validation
    if epoch % 5 != 4:
        continue
    model.eval()
    with torch.no_grad():
        train_rmse = np.sqrt(loss_fn(model(X_train), y_train).item())
        test_rmse = np.sqrt(loss_fn(model(X_test), y_test).item())
    print("Epoch %d: train RMSE %.4f, test RMSE %.4f" % (epoch + 1, train_rmse, test_rmse))
print("test RMSE %.4f" % test_rmse)
