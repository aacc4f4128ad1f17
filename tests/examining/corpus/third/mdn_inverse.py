# Mixture density network (Bishop 1994) on an inverse problem: one x has up to three y's.
# mean log-likelihood on test points: about 1.5 ; a single Gaussian over all y gives about -0.2
import os
import math
import torch
import torch.nn as nn
import torch.optim as optim

SEED = int(os.environ.get('SEED', 21))
torch.manual_seed(SEED)


class MDN(nn.Module):
    def __init__(self, n_hidden, n_gaussians):
        super(MDN, self).__init__()
        self.z_h = nn.Sequential(nn.Linear(1, n_hidden), nn.Tanh(), nn.Linear(n_hidden, n_hidden), nn.Tanh())
        self.z_pi = nn.Linear(n_hidden, n_gaussians)
        self.z_mu = nn.Linear(n_hidden, n_gaussians)
        self.z_sigma = nn.Linear(n_hidden, n_gaussians)

    def forward(self, x):
        z_h = self.z_h(x)
        log_pi = torch.log_softmax(self.z_pi(z_h), -1)
        mu = self.z_mu(z_h)
        sigma = torch.exp(self.z_sigma(z_h)).clamp(min=1e-3)
        return log_pi, mu, sigma


def mdn_loss_fn(log_pi, mu, sigma, y):
    log_prob = -0.5 * ((y - mu) / sigma) ** 2 - torch.log(sigma) - 0.5 * math.log(2 * math.pi)
    return -torch.logsumexp(log_pi + log_prob, dim=1).mean()


def make_data(n):
    y = torch.rand(n, 1)
    x = y + 0.3 * torch.sin(2 * math.pi * y) + 0.03 * torch.randn(n, 1)
    return (x - 0.5) * 2, y


x_train, y_train = make_data(2000)
x_test, y_test = make_data(1000)

network = MDN(n_hidden=32, n_gaussians=5)
optimizer = optim.Adam([
    {'params': network.z_h.parameters(), 'lr': 1e-2},
    {'params': [*network.z_pi.parameters(), *network.z_mu.parameters(), *network.z_sigma.parameters()], 'lr': 5e-3},
], betas=(0.9, 0.99))
scheduler = optim.lr_scheduler.MultiStepLR(optimizer, milestones=[600, 900], gamma=0.2)

for step in range(1000):
    idx = torch.randint(len(x_train), (200,))
    loss = mdn_loss_fn(*network(x_train[idx]), y_train[idx])
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    scheduler.step()
    if step % 200 == 199:
        with torch.no_grad():
            print(step + 1, 'train', round(-loss.item(), 4), 'test', round(-mdn_loss_fn(*network(x_test), y_test).item(), 4))
with torch.no_grad():
    print('log-likelihood %.4f' % -mdn_loss_fn(*network(x_test), y_test).item())
