"""A GAN that learns a two-dimensional distribution (a spiral arm), small enough to train on a CPU."""
import os

import numpy as np
import torch
from torch import nn

manual_seed = int(os.environ.get("SEED", 999))
print("Random Seed:", manual_seed)
torch.manual_seed(manual_seed)
rng = np.random.default_rng(manual_seed)

nz = 4
ngf = ndf = 64
batch_size = 128
num_steps = 1500
lr = 1e-3
beta1 = 0.5


def sample_real(n):
    t = rng.uniform(0.5, 3.5, n)
    xy = np.stack([t * np.cos(t), t * np.sin(t)], 1) / 4
    return torch.tensor(xy + rng.normal(0, 0.02, xy.shape), dtype=torch.float32)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(
            nn.Linear(nz, ngf),
            nn.ReLU(True),
            nn.Linear(ngf, ngf),
            nn.ReLU(True),
            nn.Linear(ngf, 2),
            nn.Tanh(),
        )

    def forward(self, z):
        return self.main(z)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(
            nn.Linear(2, ndf),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Linear(ndf, ndf),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Linear(ndf, 1),
        )

    def forward(self, x):
        return self.main(x).view(-1)


def energy_distance(a, b):
    """Zero when both samples come from the same distribution."""
    return (2 * torch.cdist(a, b).mean() - torch.cdist(a, a).mean() - torch.cdist(b, b).mean()).item()


netG, netD = Generator(), Discriminator()
criterion = nn.BCEWithLogitsLoss()
optimizerD = torch.optim.Adam(netD.parameters(), lr=lr, betas=(beta1, 0.999))
optimizerG = torch.optim.Adam(netG.parameters(), lr=lr, betas=(beta1, 0.999))
real_label, fake_label = torch.ones(batch_size), torch.zeros(batch_size)
fixed_noise = torch.randn(1000, nz)

for step in range(1, num_steps + 1):
    # (1) Update D: maximise log(D(x)) + log(1 - D(G(z)))
    netD.zero_grad()
    real = sample_real(batch_size)
    errD_real = criterion(netD(real), real_label)
    fake = netG(torch.randn(batch_size, nz))
    errD_fake = criterion(netD(fake.detach()), fake_label)
    errD = errD_real + errD_fake
    errD.backward()
    optimizerD.step()

    # (2) Update G: maximise log(D(G(z)))
    netG.zero_grad()
    errG = criterion(netD(fake), real_label)
    errG.backward()
    optimizerG.step()

    if step % 250 == 0:
        with torch.no_grad():
            dist = energy_distance(netG(fixed_noise), sample_real(1000))
        print(f"[{step}/{num_steps}] Loss_D: {errD.item():.3f} Loss_G: {errG.item():.3f} energy distance: {dist:.4f}")

print(f"energy distance {dist:.4f}")
