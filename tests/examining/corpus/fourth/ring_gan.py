"""GAN: a generator learns to draw points from a noisy circle; energy distance to real samples at the end."""
import os
import torch
import torch.nn as nn

torch.manual_seed(int(os.environ.get("SEED", 0)))

latent_dim, batch_size, steps = 8, 128, 1500
lr, beta1 = 1e-3, 0.0


def real_batch(n):
    angle = 2 * torch.pi * torch.rand(n)
    radius = 1.0 + 0.1 * torch.randn(n)
    return torch.stack([radius * torch.cos(angle), radius * torch.sin(angle)], 1)


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(nn.Linear(latent_dim, 64), nn.ReLU(), nn.Linear(64, 64), nn.ReLU(), nn.Linear(64, 2))

    def forward(self, z):
        return self.main(z)


class Discriminator(nn.Module):
    def __init__(self):
        super().__init__()
        self.main = nn.Sequential(
            nn.Linear(2, 64), nn.LeakyReLU(0.2),
            nn.Linear(64, 64), nn.LeakyReLU(0.2),
            nn.Linear(64, 1),
        )

    def forward(self, x):
        return self.main(x).view(-1)


netG, netD = Generator(), Discriminator()
criterion = nn.BCEWithLogitsLoss()
optimizerD = torch.optim.Adam(netD.parameters(), lr=lr, betas=(beta1, 0.999))
optimizerG = torch.optim.Adam(netG.parameters(), lr=lr, betas=(beta1, 0.999))
real_label, fake_label = 1.0, 0.0


def energy_distance(n=1000):
    with torch.no_grad():
        fake = netG(torch.randn(n, latent_dim))
    real, real2 = real_batch(n), real_batch(n)
    return (2 * torch.cdist(fake, real).mean() - torch.cdist(fake, fake).mean() - torch.cdist(real, real2).mean()).item()


for step in range(steps):
    # (1) Update D: maximise log(D(x)) + log(1 - D(G(z))), with a penalty on its gradient at real points (R1)
    netD.zero_grad()
    real = real_batch(batch_size).requires_grad_()
    label = torch.full((batch_size,), real_label)
    out = netD(real)
    errD_real = criterion(out, label)
    grad, = torch.autograd.grad(out.sum(), real, create_graph=True)
    (errD_real + 0.5 * grad.pow(2).sum(1).mean()).backward()
    fake = netG(torch.randn(batch_size, latent_dim))
    label.fill_(fake_label)
    errD_fake = criterion(netD(fake.detach()), label)
    errD_fake.backward()
    optimizerD.step()

    # (2) Update G: maximise log(D(G(z)))
    netG.zero_grad()
    label.fill_(real_label)
    errG = criterion(netD(fake), label)
    errG.backward()
    optimizerG.step()

    if step % 250 == 0:
        print("[%d/%d] Loss_D: %.4f Loss_G: %.4f energy distance: %.4f"
              % (step, steps, (errD_real + errD_fake).item(), errG.item(), energy_distance()))
print("energy distance: %.4f" % energy_distance())
