"""GAN on 8x8 digits, laid out like the DCGAN tutorial (dense layers, since the pictures are tiny)."""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from scipy.linalg import sqrtm
from sklearn.datasets import load_digits
from sklearn.decomposition import PCA
from torch.utils.data import DataLoader

manualSeed = int(os.environ.get("SEED", 0))
torch.manual_seed(manualSeed)

nz, batch_size, num_epochs, lr = 16, 64, 45, 1e-3
real_label, fake_label = 1.0, 0.0

d = load_digits()
pixels = d.data[d.target < 3]
data = torch.tensor(pixels, dtype=torch.float32) / 8.0 - 1.0
dataloader = DataLoader(data, batch_size=batch_size, shuffle=True, drop_last=True)

pca = PCA(12, random_state=0).fit(data.numpy())


def frechet(fake):
    a, b = pca.transform(data.numpy()), pca.transform(fake)
    ca, cb = np.cov(a.T), np.cov(b.T)
    mean = sqrtm(ca @ cb).real
    return float(((a.mean(0) - b.mean(0)) ** 2).sum() + np.trace(ca + cb - 2 * mean))


netG = nn.Sequential(
    nn.Linear(nz, 96), nn.BatchNorm1d(96), nn.ReLU(True),
    nn.Linear(96, 96), nn.BatchNorm1d(96), nn.ReLU(True),
    nn.Linear(96, 64), nn.Tanh(),
)
netD = nn.Sequential(
    nn.Linear(64, 96), nn.LeakyReLU(0.2, inplace=True), nn.Dropout(0.3),
    nn.Linear(96, 64), nn.LeakyReLU(0.2, inplace=True), nn.Dropout(0.3),
    nn.Linear(64, 1), nn.Flatten(0),
)

criterion = nn.BCEWithLogitsLoss()
fixed_noise = torch.randn(500, nz)
optimizerD = optim.Adam(netD.parameters(), lr=lr, betas=(0.5, 0.999))
optimizerG = optim.Adam(netG.parameters(), lr=lr, betas=(0.5, 0.999))

for epoch in range(num_epochs):
    for i, real in enumerate(dataloader, 0):
        # (1) Update D network
        netD.zero_grad()
        label = torch.full((real.size(0),), real_label)
        output = netD(real)
        errD_real = criterion(output, label)
        errD_real.backward()
        noise = torch.randn(real.size(0), nz)
        fake = netG(noise)
        label.fill_(fake_label)
        output = netD(fake.detach())
        errD_fake = criterion(output, label)
        errD_fake.backward()
        errD = errD_real + errD_fake
        optimizerD.step()

        # (2) Update G network
        netG.zero_grad()
        label.fill_(real_label)
        output = netD(fake)
        errG = criterion(output, label)
        errG.backward()
        optimizerG.step()

    if epoch % 5 == 0 or epoch == num_epochs - 1:
        netG.eval()
        with torch.no_grad():
            samples = netG(fixed_noise).numpy()
        netG.train()
        print(f"[{epoch}/{num_epochs}] Loss_D: {errD.item():.4f} Loss_G: {errG.item():.4f} Frechet: {frechet(samples):.3f}")

print(f"frechet distance {frechet(samples):.3f}")
