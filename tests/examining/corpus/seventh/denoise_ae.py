"""Denoising autoencoder on noisy bumps-and-steps signals."""
import os

import numpy as np
import torch
from torch import nn, optim

seed = int(os.environ.get("SEED", 0))
np.random.seed(seed)
torch.manual_seed(seed)

N_POINTS = 48
NOISE = 0.3


def clean_signals(n):
    t = np.linspace(0, 1, N_POINTS)
    centre = np.random.uniform(0.15, 0.85, (n, 2, 1))
    width = np.random.uniform(0.04, 0.12, (n, 2, 1))
    height = np.random.uniform(0.5, 1.0, (n, 2, 1)) * np.array([[1.0], [-1.0]])
    bumps = (height * np.exp(-0.5 * ((t - centre) / width) ** 2)).sum(axis=1)
    level = np.random.uniform(1.0, 3.0, (n, 1))
    return torch.tensor(level + bumps, dtype=torch.float32)


x_train = clean_signals(2000)
x_valid = clean_signals(400)
mu, sigma = x_train.mean(), x_train.std()
x_train = (x_train - mu) / sigma
x_valid = (x_valid - mu) / sigma
noisy_valid = x_valid + NOISE * torch.randn_like(x_valid)


class DenoisingAutoencoder(nn.Module):
    def __init__(self, n_in=N_POINTS, n_hidden=128, n_code=16):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(n_in, n_hidden),
            nn.GELU(),
            nn.Linear(n_hidden, n_code),
        )
        self.decoder = nn.Sequential(
            nn.Linear(n_code, n_hidden),
            nn.GELU(),
            nn.Linear(n_hidden, n_in),
        )

    def forward(self, x):
        code = self.encoder(x)
        return self.decoder(code)


def iterate_minibatches(data, batch_size):
    order = torch.randperm(data.size(0))
    for chunk in order.split(batch_size):
        yield data[chunk]


net = DenoisingAutoencoder()
epochs, batch_size = 25, 50
steps = epochs * (len(x_train) // batch_size)
opt = optim.Adam(net.parameters(), lr=3e-3)
sched = optim.lr_scheduler.CosineAnnealingLR(opt, T_max=steps)
loss_fn = nn.MSELoss()

baseline = loss_fn(noisy_valid, x_valid).item()
print(f"noise alone: mse {baseline:.4f}")

for epoch in range(epochs):
    net.train()
    running = 0.0
    for clean in iterate_minibatches(x_train, batch_size):
        noisy = clean + NOISE * torch.randn_like(clean)
        restored = net(noisy)
        loss = loss_fn(restored, clean)
        opt.zero_grad()
        loss.backward()
        opt.step()
        sched.step()
        running += loss.item() * len(clean)

    net.eval()
    with torch.no_grad():
        valid_mse = loss_fn(net(noisy_valid), x_valid).item()
    print(f"epoch {epoch + 1:02d}: train mse {running / len(x_train):.4f}, valid mse {valid_mse:.4f}")

print(f"valid mse {valid_mse:.4f} ({baseline / valid_mse:.1f} times less than the noise)")
