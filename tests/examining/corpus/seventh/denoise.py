import os

import numpy as np
import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(int(os.environ.get("SEED", 3)))

EPOCHS = 25
BATCH_SIZE = 64
NOISE_FACTOR = 0.3

# ---------------------------------------------------------------- data
digits = load_digits()
order = np.random.RandomState(0).permutation(len(digits.images))
images = (digits.images[order] / 16.0).astype("float32")[:, None]
x_train, x_test = torch.from_numpy(images[:1400]), torch.from_numpy(images[1400:])


def add_noise(x, factor=NOISE_FACTOR):
    return torch.clamp(x + factor * torch.randn_like(x), 0.0, 1.0)


train_loader = DataLoader(TensorDataset(x_train), batch_size=BATCH_SIZE, shuffle=True)


# ---------------------------------------------------------------- model
class Autoencoder(nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1),
            nn.ReLU(),
            nn.Flatten(),
            nn.Linear(512, 64),
            nn.ReLU(),
        )
        self.decoder = nn.Sequential(
            nn.Linear(64, 512),
            nn.ReLU(),
            nn.Unflatten(1, (32, 4, 4)),
            nn.ConvTranspose2d(32, 16, 2, stride=2),
            nn.ReLU(),
            nn.Conv2d(16, 1, 3, padding=1),
            nn.Sigmoid(),
        )

    def forward(self, x):
        code = self.encoder(x)
        return self.decoder(code)


autoencoder = Autoencoder()
criterion = nn.MSELoss()
optimizer = torch.optim.Adam(autoencoder.parameters(), lr=3e-3)

# ---------------------------------------------------------------- training
for epoch in range(EPOCHS):
    autoencoder.train()
    total = 0.0
    for (clean,) in train_loader:
        noisy = add_noise(clean)
        optimizer.zero_grad()
        restored = autoencoder(noisy)
        loss = criterion(restored, clean)
        loss.backward()
        optimizer.step()
        total += loss.item() * clean.size(0)
    if (epoch + 1) % 5 == 0:
        print(f"Epoch {epoch + 1}/{EPOCHS} - loss: {total / len(x_train):.5f}")

# ---------------------------------------------------------------- evaluation
autoencoder.eval()
with torch.no_grad():
    noisy_test = add_noise(x_test)
    restored_test = autoencoder(noisy_test)
    mse_noisy = criterion(noisy_test, x_test).item()
    mse = criterion(restored_test, x_test).item()
print(f"PSNR of the noisy images {-10 * np.log10(mse_noisy):.2f} dB")
print(f"PSNR of the restored images {-10 * np.log10(mse):.2f} dB")
