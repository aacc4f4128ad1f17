from __future__ import print_function

import argparse
import os

import torch
import torch.utils.data
from sklearn.datasets import load_digits
from torch import nn, optim
from torch.nn import functional as F

parser = argparse.ArgumentParser(description="VAE on the small digits")
parser.add_argument("--batch-size", type=int, default=64)
parser.add_argument("--epochs", type=int, default=30)
parser.add_argument("--latent", type=int, default=8)
parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED", 1)))
parser.add_argument("--log-interval", type=int, default=5)
args = parser.parse_args()
torch.manual_seed(args.seed)

data = torch.tensor(load_digits().data, dtype=torch.float32) / 16
data = data[torch.randperm(len(data))]
train_set, test_set = data[:1500], data[1500:]
train_loader = torch.utils.data.DataLoader(train_set, batch_size=args.batch_size, shuffle=True)
test_loader = torch.utils.data.DataLoader(test_set, batch_size=args.batch_size)


class VAE(nn.Module):
    def __init__(self):
        super(VAE, self).__init__()
        self.fc1 = nn.Linear(64, 128)
        self.fc21 = nn.Linear(128, args.latent)
        self.fc22 = nn.Linear(128, args.latent)
        self.fc3 = nn.Linear(args.latent, 128)
        self.fc4 = nn.Linear(128, 64)

    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)

    def reparameterize(self, mu, logvar):
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


def loss_function(recon_x, x, mu, logvar):
    BCE = F.binary_cross_entropy(recon_x, x, reduction="sum")
    # 0.5 * sum(1 + log(sigma^2) - mu^2 - sigma^2)
    KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return BCE + KLD


model = VAE()
optimizer = optim.Adam(model.parameters(), lr=2e-3)


def train(epoch):
    model.train()
    train_loss = 0
    for x in train_loader:
        optimizer.zero_grad()
        recon_batch, mu, logvar = model(x)
        loss = loss_function(recon_batch, x, mu, logvar)
        loss.backward()
        train_loss += loss.item()
        optimizer.step()
    if epoch % args.log_interval == 0:
        print("====> Epoch: {} Average loss: {:.4f}".format(epoch, train_loss / len(train_set)))


def test():
    model.eval()
    test_loss = mse = 0
    with torch.no_grad():
        for x in test_loader:
            recon_batch, mu, logvar = model(x)
            test_loss += loss_function(recon_batch, x, mu, logvar).item()
            mse += F.mse_loss(recon_batch, x, reduction="sum").item()
    return test_loss / len(test_set), mse / test_set.numel()


if __name__ == "__main__":
    for epoch in range(1, args.epochs + 1):
        train(epoch)
        if epoch % args.log_interval == 0:
            print("====> Test set loss: {:.4f}, reconstruction error {:.5f}".format(*test()))
    with torch.no_grad():
        sample = model.decode(torch.randn(64, args.latent))
        print("mean brightness of samples {:.3f}, of data {:.3f}".format(sample.mean(), train_set.mean()))
    loss, mse = test()
    print(f"test loss {loss:.3f} (reconstruction error {mse:.5f})")
