import os

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.nn import functional as F
from torch.utils.data import DataLoader, TensorDataset, random_split

seed = int(os.environ.get("SEED", 0))
torch.manual_seed(seed)

# pixels of the digits run from 0 to 16; binarized, so that a Bernoulli likelihood fits
pixels = torch.tensor(load_digits().data, dtype=torch.float32) / 16
pixels = (pixels >= 0.5).float()
train_set, test_set = random_split(TensorDataset(pixels), [1500, 297])
train_loader = DataLoader(train_set, batch_size=50, shuffle=True)
test_loader = DataLoader(test_set, batch_size=297)


class VAE(nn.Module):
    def __init__(self, n_pixels=64, n_hidden=128, n_latent=8):
        super().__init__()
        self.fc1 = nn.Linear(n_pixels, n_hidden)
        self.fc_mu = nn.Linear(n_hidden, n_latent)
        self.fc_logvar = nn.Linear(n_hidden, n_latent)
        self.fc3 = nn.Linear(n_latent, n_hidden)
        self.fc4 = nn.Linear(n_hidden, n_pixels)

    def encode(self, x):
        h = F.relu(self.fc1(x))
        return self.fc_mu(h), self.fc_logvar(h)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return mu + eps * std

    def decode(self, z):
        h = F.relu(self.fc3(z))
        return torch.sigmoid(self.fc4(h))

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


def loss_function(recon, x, mu, logvar):
    """Reconstruction and Kullback-Leibler divergence, summed over pixels and latents, per picture."""
    bce = F.binary_cross_entropy(recon, x, reduction="sum") / len(x)
    kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp()) / len(x)
    return bce + kld, bce, kld


model = VAE()
optimizer = torch.optim.Adam(model.parameters(), lr=2e-3)


def train():
    model.train()
    total = 0.0
    for (x,) in train_loader:
        optimizer.zero_grad()
        recon, mu, logvar = model(x)
        loss, _, _ = loss_function(recon, x, mu, logvar)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(x)
    return total / len(train_set)


def test():
    model.eval()
    with torch.no_grad():
        (x,) = next(iter(test_loader))
        recon, mu, logvar = model(x)
        loss, bce, kld = loss_function(recon, x, mu, logvar)
        error = F.mse_loss(recon, x)
    return loss.item(), bce.item(), kld.item(), error.item()


for epoch in range(1, 41):
    train_loss = train()
    test_loss, bce, kld, error = test()
    if epoch % 4 == 0:
        print(f"epoch {epoch:2d}: train {train_loss:.2f}, test {test_loss:.2f} (recon {bce:.2f}, KL {kld:.2f})")

print(f"test loss {test_loss:.2f}, reconstruction mse {error:.4f}")
