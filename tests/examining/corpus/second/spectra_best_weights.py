"""Few spectra, a wide network, and the weights of the best epoch. Test R2 about 0.85.

As people do on Kaggle: three parts, the best epoch by the validation part, and one look at the test part at the end.
"""

import copy
import os

import torch
from torch import nn

torch.manual_seed(int(os.environ.get("SEED", 0)))
n, channels = 700, 60
concentration = torch.rand(n, 3)
peaks = torch.stack([torch.exp(-((torch.arange(channels) - c) ** 2) / 40.0) for c in (15, 30, 48)])
spectra = concentration @ peaks + 0.08 * torch.randn(n, channels)
taste = torch.sin(3 * concentration[:, 0]) + concentration[:, 1] * concentration[:, 2] + 0.05 * torch.randn(n)

x_train, x_valid, x_test = spectra.split([350, 150, 200])
y_train, y_valid, y_test = taste.split([350, 150, 200])
mean, std = x_train.mean(0), x_train.std(0)
x_train, x_valid, x_test = ((part - mean) / std for part in (x_train, x_valid, x_test))

model = nn.Sequential(nn.Linear(channels, 256), nn.GELU(), nn.Linear(256, 256), nn.GELU(), nn.Linear(256, 1))
loss_function = nn.MSELoss()
optimizer = torch.optim.Adam(model.parameters(), lr=5e-4)


def r_squared(x, y):
    with torch.no_grad():
        return 1 - loss_function(model(x).squeeze(1), y).item() / y.var(unbiased=False).item()


best_loss, best_epoch, best_weights = float("inf"), 0, None
for epoch in range(150):
    for rows in torch.randperm(350).split(25):
        optimizer.zero_grad()
        loss = loss_function(model(x_train[rows]).squeeze(1), y_train[rows])
        loss.backward()
        optimizer.step()
    with torch.no_grad():
        valid_loss = loss_function(model(x_valid).squeeze(1), y_valid).item()
    if valid_loss < best_loss:
        best_loss, best_epoch = valid_loss, epoch
        best_weights = copy.deepcopy(model.state_dict())
    if epoch % 30 == 29:
        print(f"epoch {epoch + 1}: train {loss.item():.4f} valid {valid_loss:.4f}")

model.load_state_dict(best_weights)
print(f"best epoch {best_epoch + 1} with validation loss {best_loss:.4f}")
print(f"train R2 {r_squared(x_train, y_train):.4f}, test R2 {r_squared(x_test, y_test):.4f}")
