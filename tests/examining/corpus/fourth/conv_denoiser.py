"""Denoising convolutional autoencoder on the digits; the score is the PSNR of cleaned test images."""
import os
import torch
from torch import nn
from torch.utils.data import DataLoader
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

seed = int(os.environ.get('SEED', 0))
torch.manual_seed(seed)

NOISE = 0.3
images = torch.tensor(load_digits().images / 16.0, dtype=torch.float32)[:, None]
train_x, test_x = train_test_split(images, test_size=0.2, random_state=seed)
loader = DataLoader(train_x, batch_size=64, shuffle=True)


class Denoiser(nn.Module):
    def __init__(self, width=24):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, width, 3, padding=1), nn.ReLU(),
            nn.Conv2d(width, 2 * width, 3, stride=2, padding=1), nn.ReLU(),
            nn.Conv2d(2 * width, 2 * width, 3, stride=2, padding=1), nn.ReLU(),
        )
        self.decoder = nn.Sequential(
            nn.ConvTranspose2d(2 * width, 2 * width, 2, stride=2), nn.ReLU(),
            nn.ConvTranspose2d(2 * width, width, 2, stride=2), nn.ReLU(),
            nn.Conv2d(width, 1, 3, padding=1), nn.Sigmoid(),
        )

    def forward(self, x):
        return self.decoder(self.encoder(x))


def corrupt(x):
    return x + NOISE * torch.randn_like(x)


net = Denoiser()
mse = nn.MSELoss()
opt = torch.optim.Adam(net.parameters(), lr=2e-3)
noisy_test = corrupt(test_x)


def psnr(a, b):
    return (-10 * torch.log10(((a - b) ** 2).mean())).item()


print('noisy   PSNR %.2f' % psnr(noisy_test, test_x))
for epoch in range(25):
    net.train()
    total = 0.0
    for clean in loader:
        noisy = corrupt(clean)
        restored = net(noisy)
        loss = mse(restored, clean)
        opt.zero_grad()
        loss.backward()
        opt.step()
        total += loss.item()
    net.eval()
    with torch.no_grad():
        print('epoch %2d  loss %.5f  PSNR %.2f' % (epoch, total / len(loader), psnr(net(noisy_test), test_x)))
