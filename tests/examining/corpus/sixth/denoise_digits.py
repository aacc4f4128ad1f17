"""Denoising autoencoder: takes the noise out of small pictures of digits."""
import os

import torch
from sklearn.datasets import load_digits
from torch import nn
from torch.utils.data import DataLoader, random_split

torch.manual_seed(int(os.environ.get("SEED", 0)))

NOISE = 0.3
EPOCHS = 30

images = torch.tensor(load_digits().data, dtype=torch.float32) / 16.0  # pixels in [0, 1]
train_set, test_set = random_split(images, [1500, len(images) - 1500])
train_loader = DataLoader(train_set, batch_size=50, shuffle=True)
test_images = torch.stack(list(test_set))


def add_noise(x):
    return x + NOISE * torch.randn_like(x)


class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Linear(64, 128),
            nn.ReLU(),
            nn.Linear(128, 32),
            nn.ReLU(),
        )
        self.decoder = nn.Sequential(
            nn.Linear(32, 128),
            nn.ReLU(),
            nn.Linear(128, 64),
            nn.Sigmoid(),
        )

    def forward(self, x):
        return self.decoder(self.encoder(x))


def psnr(a, b):
    return (-10 * torch.log10(((a - b) ** 2).mean())).item()


model = Autoencoder()
criterion = nn.MSELoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=1e-4)

test_noisy = add_noise(test_images)
print(f"noisy test pictures: PSNR {psnr(test_noisy, test_images):.2f} dB")

for epoch in range(EPOCHS):
    model.train()
    running = 0.0
    for clean in train_loader:
        noisy = add_noise(clean)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            restored = model(noisy)
        loss = criterion(restored.float(), clean)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        running += loss.item() * len(clean)

    if (epoch + 1) % 5 == 0:
        model.eval()
        with torch.no_grad():
            restored = model(test_noisy)
        print(f"epoch {epoch + 1:2d} mse {running / len(train_set):.4f} PSNR {psnr(restored, test_images):.2f} dB")

torch.save(model.state_dict(), "denoiser.pt")
model.eval()
with torch.no_grad():
    restored = model(test_noisy)
print(f"restored test pictures: PSNR {psnr(restored, test_images):.2f} dB")
print(f"test mse {criterion(restored, test_images).item():.5f}")
