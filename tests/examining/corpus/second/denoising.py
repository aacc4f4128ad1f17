"""Denoising autoencoder with a residual stack on digits. PSNR on test images about 17 to 18 dB (noisy input: 10)."""
import math
import os

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, random_split

torch.manual_seed(int(os.environ.get("SEED", 31)))
NOISE = 0.3


class ResidualBlock(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.inner = nn.Sequential(nn.LayerNorm(dim), nn.Linear(dim, dim), nn.ELU())

    def forward(self, x):
        return x + self.inner(x)


class Denoiser(nn.Module):
    def __init__(self, pixels=64, dim=96, code=24, n_blocks=2):
        super().__init__()
        self.inp = nn.Linear(pixels, dim)
        self.enc_blocks = nn.ModuleList([ResidualBlock(dim) for _ in range(n_blocks)])
        self.to_code = nn.Linear(dim, code)
        self.from_code = nn.Linear(code, dim)
        self.dec_blocks = nn.ModuleList([ResidualBlock(dim) for _ in range(n_blocks)])
        self.out = nn.Linear(dim, pixels)

    def forward(self, x):
        h = self.inp(x)
        for block in self.enc_blocks:
            h = block(h)
        h = self.from_code(self.to_code(h))
        for block in self.dec_blocks:
            h = block(h)
        return self.out(h)


pixels = torch.tensor(load_digits().data, dtype=torch.float32) / 16
train_part, test_part = random_split(pixels, [0.8, 0.2])
train_dl = DataLoader(train_part, batch_size=48, shuffle=True)
test_images = torch.stack([image for image in test_part])
test_noisy = test_images + NOISE * torch.randn_like(test_images)

model = Denoiser()
criterion = nn.SmoothL1Loss(beta=0.1)
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)


def psnr(a, b):
    return -10 * math.log10(((a - b) ** 2).mean().item())


print(f"noisy input: {psnr(test_noisy, test_images):.2f} dB")
for epoch in range(20):
    model.train()
    for clean in train_dl:
        noisy = clean + NOISE * torch.randn_like(clean)
        loss = criterion(model(noisy), clean)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    if epoch % 5 == 4:
        model.eval()
        with torch.no_grad():
            print(f"epoch {epoch + 1}: loss {loss:.4f}, test {psnr(model(test_noisy), test_images):.2f} dB")
model.eval()
with torch.no_grad():
    print(f"test PSNR {psnr(model(test_noisy), test_images):.3f} dB")
