"""A GAN learns a mixture of four Gaussians in the plane.

At the end about nine in ten made points lie within 0.5 of a centre, and every centre has its share: prints the smallest
share of a centre times four ("balance") and the share of good points.
"""

import os

import torch
from torch import nn

torch.manual_seed(int(os.environ.get("SEED", 10)))

LATENT = 8
CENTRES = torch.tensor([[2.0, 0.0], [-2.0, 0.0], [0.0, 2.0], [0.0, -2.0]])
batch_size = 128


def real_samples(n):
    return CENTRES[torch.randint(4, (n,))] + 0.15 * torch.randn(n, 2)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = nn.Sequential(
            nn.Linear(LATENT, 64),
            nn.ReLU(),
            nn.Linear(64, 64),
            nn.ReLU(),
            nn.Linear(64, 2),
        )

    def forward(self, z):
        return self.model(z)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.model = nn.Sequential(
            nn.Linear(2, 128),
            nn.LeakyReLU(0.2),
            nn.Linear(128, 128),
            nn.LeakyReLU(0.2),
            nn.Linear(128, 1),
        )

    def forward(self, img):
        return self.model(img)


G, D = Generator(), Discriminator()
adversarial_loss = nn.BCEWithLogitsLoss()
optimizer_G = torch.optim.Adam(G.parameters(), lr=1e-3, betas=(0.5, 0.999))
optimizer_D = torch.optim.Adam(D.parameters(), lr=1e-3, betas=(0.5, 0.999))
valid = torch.ones(batch_size, 1)
fake = torch.zeros(batch_size, 1)


@torch.no_grad()
def quality(n=2000):
    points = G(torch.randn(n, LATENT))
    distance, nearest = torch.cdist(points, CENTRES).min(1)
    good = distance < 0.5
    shares = torch.bincount(nearest[good], minlength=4) / n
    return shares.sum().item(), 4 * shares.min().item()


for step in range(2001):
    real = real_samples(batch_size)
    z = torch.randn(batch_size, LATENT)
    gen = G(z)

    # train discriminator
    optimizer_D.zero_grad()
    real_loss = adversarial_loss(D(real), valid)
    fake_loss = adversarial_loss(D(gen.detach()), fake)
    d_loss = (real_loss + fake_loss) / 2
    d_loss.backward()
    optimizer_D.step()

    # train generator: make the discriminator say "real"
    optimizer_G.zero_grad()
    g_loss = adversarial_loss(D(gen), valid)
    g_loss.backward()
    optimizer_G.step()

    if step % 400 == 0:
        print(f"[step {step}] [D loss: {d_loss.item():.3f}] [G loss: {g_loss.item():.3f}] good {quality()[0]:.2f}")
good, balance = quality()
print(f"balance {balance:.2f} good {good:.3f}")
