"""Variational autoencoder on 8x8 digits; the score is the negative ELBO of the test pictures in nats."""
import os

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn, optim
from torch.utils.data import DataLoader

seed = int(os.environ.get("SEED", 0))
torch.manual_seed(seed)

data = torch.tensor(load_digits().data, dtype=torch.float32) / 16
train_data, test_data = train_test_split(data, test_size=297, random_state=seed)
train_loader = DataLoader(train_data, batch_size=50, shuffle=True)
test_loader = DataLoader(test_data, batch_size=100)


class VAE(nn.Module):
    def __init__(self, hidden=128, latent=8):
        super().__init__()
        self.fc1 = nn.Linear(64, hidden)
        self.fc_mu = nn.Linear(hidden, latent)
        self.fc_logvar = nn.Linear(hidden, latent)
        self.fc3 = nn.Linear(latent, hidden)
        self.fc4 = nn.Linear(hidden, 64)

    def encode(self, x):
        h = F.relu(self.fc1(x))
        return self.fc_mu(h), self.fc_logvar(h)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5 * logvar)
        eps = torch.randn_like(std)
        return mu + eps * std

    def decode(self, z):
        return self.fc4(F.relu(self.fc3(z)))

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


def loss_function(logits, x, mu, logvar):
    bce = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kld = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return (bce + kld) / len(x)


def negative_elbo(model, loader):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for x in loader:
            logits, mu, logvar = model(x)
            recon = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
            kl = 0.5 * torch.sum(mu**2 + logvar.exp() - 1 - logvar)
            total += (recon + kl).item()
    return total / len(loader.dataset)


model = VAE()
optimizer = optim.Adam(model.parameters(), lr=3e-3)
print(f"before training: test negative ELBO {negative_elbo(model, test_loader):.2f}")
for epoch in range(1, 31):
    model.train()
    train_loss = 0.0
    for batch in train_loader:
        optimizer.zero_grad()
        recon, mu, logvar = model(batch)
        loss = loss_function(recon, batch, mu, logvar)
        loss.backward()
        optimizer.step()
        train_loss += loss.item() * len(batch)
    if epoch % 5 == 0:
        print(f"epoch {epoch}: train {train_loss / len(train_data):.2f} test {negative_elbo(model, test_loader):.2f}")

with torch.no_grad():
    samples = torch.sigmoid(model.decode(torch.randn(16, 8)))
torch.save(samples, "samples.pt")
print(f"test negative ELBO {negative_elbo(model, test_loader):.3f}")
