"""Variational autoencoder on the 8x8 digits, after pytorch/examples/vae."""
import os

import torch
from sklearn.datasets import load_digits
from torch import nn, optim
from torch.nn import functional as F
from torch.utils.data import DataLoader

torch.manual_seed(int(os.environ.get("SEED", 0)))

digits = load_digits()
data = torch.tensor(digits.data, dtype=torch.float32) / 16
data = data[torch.randperm(len(data))]
train_loader = DataLoader(data[:1500], batch_size=64, shuffle=True)
test_loader = DataLoader(data[1500:], batch_size=128)


class VAE(nn.Module):
    def __init__(self, latent=8):
        super().__init__()
        self.fc1 = nn.Linear(64, 128)
        self.fc21 = nn.Linear(128, latent)
        self.fc22 = nn.Linear(128, latent)
        self.fc3 = nn.Linear(latent, 128)
        self.fc4 = nn.Linear(128, 64)

    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)

    def reparameterize(self, mu, logvar):
        if not self.training:
            return mu
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return mu + eps * std

    def decode(self, z):
        h3 = F.relu(self.fc3(z))
        return torch.sigmoid(self.fc4(h3))

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


model = VAE()
optimizer = optim.Adam(model.parameters(), lr=2e-3)


def loss_function(recon_x, x, mu, logvar):
    BCE = F.binary_cross_entropy(recon_x, x, reduction="sum")
    KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return BCE + KLD


def train(epoch):
    model.train()
    train_loss = 0
    for batch_idx, x in enumerate(train_loader):
        optimizer.zero_grad()
        recon, mu, logvar = model(x)
        loss = loss_function(recon, x, mu, logvar)
        loss.backward()
        train_loss += loss.item()
        optimizer.step()
    print(f"====> Epoch: {epoch} Average loss: {train_loss / len(train_loader.dataset):.4f}")


def test():
    model.eval()
    loss, err = 0.0, 0.0
    with torch.no_grad():
        for x in test_loader:
            recon, mu, logvar = model(x)
            loss += loss_function(recon, x, mu, logvar).item()
            err += (recon - x).pow(2).mean(1).sum().item()
    n = len(test_loader.dataset)
    print(f"====> Test set loss: {loss / n:.4f}")
    return err / n


for epoch in range(1, 31):
    train(epoch)
    mse = test()
print(f"variance of the pixels {data[1500:].var(0).mean().item():.4f}")
print(f"test reconstruction mse {mse:.4f}")
