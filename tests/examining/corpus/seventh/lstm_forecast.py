"""One-step-ahead forecast of an hourly load curve with an LSTM (sliding windows, split by time)."""
import os

import numpy as np
import torch
import torch.nn as nn
from sklearn.preprocessing import MinMaxScaler
from torch.utils.data import DataLoader, TensorDataset

seed = int(os.environ.get("SEED", 0))
np.random.seed(seed)
torch.manual_seed(seed)

# --- the series: daily and weekly rhythm, weather that wanders, noise (in megawatts)
hours = np.arange(24 * 110)
weather = np.zeros(len(hours))
for t in range(1, len(hours)):
    weather[t] = 0.97 * weather[t - 1] + np.random.normal(0, 18)
load = (
    1500
    + 320 * np.sin(2 * np.pi * (hours - 7) / 24)
    + 110 * np.sin(4 * np.pi * hours / 24)
    - 180 * ((hours // 24) % 7 >= 5)
    + weather
    + np.random.normal(0, 15, len(hours))
)

LOOK_BACK = 24
n_train = int(len(load) * 0.8)
scaler = MinMaxScaler(feature_range=(-1, 1))
train_series = scaler.fit_transform(load[:n_train].reshape(-1, 1)).ravel()
test_series = scaler.transform(load[n_train:].reshape(-1, 1)).ravel()


def create_dataset(series, look_back=LOOK_BACK):
    X, y = [], []
    for i in range(len(series) - look_back):
        X.append(series[i : i + look_back])
        y.append(series[i + look_back])
    X = torch.tensor(np.array(X), dtype=torch.float32).unsqueeze(-1)
    y = torch.tensor(np.array(y), dtype=torch.float32).unsqueeze(-1)
    return X, y


X_train, y_train = create_dataset(train_series)
X_test, y_test = create_dataset(test_series)
loader = DataLoader(TensorDataset(X_train, y_train), batch_size=32, shuffle=True)


class LoadModel(nn.Module):
    def __init__(self):
        super().__init__()
        self.lstm = nn.LSTM(input_size=1, hidden_size=40, num_layers=1, batch_first=True)
        self.linear = nn.Linear(40, 1)

    def forward(self, x):
        x, _ = self.lstm(x)
        return self.linear(x[:, -1])


model = LoadModel()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=4, gamma=0.4)
loss_fn = nn.MSELoss()


def rmse_in_mw():
    model.eval()
    with torch.no_grad():
        y_pred = model(X_test)
    pred = scaler.inverse_transform(y_pred.numpy())
    true = scaler.inverse_transform(y_test.numpy())
    return np.sqrt(np.mean((pred - true) ** 2))


n_epochs = 10
for epoch in range(n_epochs):
    model.train()
    epoch_loss = 0.0
    for X_batch, y_batch in loader:
        y_pred = model(X_batch)
        loss = loss_fn(y_pred, y_batch)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item()
    scheduler.step()
    print("Epoch %d: train loss %.5f, test RMSE %.2f" % (epoch, epoch_loss / len(loader), rmse_in_mw()))

test_load = load[n_train:]
print("RMSE of 'as in the last hour': %.2f" % np.sqrt(np.mean(np.diff(test_load)[LOOK_BACK - 1 :] ** 2)))
print("test RMSE %.2f" % rmse_in_mw())
