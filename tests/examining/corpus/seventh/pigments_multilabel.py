"""Which of six pigments does a paint contain? Multi-label classification of spectra."""
import os

import numpy as np
import torch
import torch.nn as nn
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)
np.random.seed(SEED)

PIGMENTS = ["ochre", "umber", "cobalt", "cadmium", "lead white", "verdigris"]
FREQUENCY = np.array([0.45, 0.30, 0.22, 0.18, 0.50, 0.12])
N_BANDS = 64


def spectra(n):
    grid = np.arange(N_BANDS)
    rs = np.random.RandomState(7)  # the pigments themselves are always the same
    centres = rs.uniform(4, 60, size=(len(PIGMENTS), 3))
    widths = rs.uniform(2, 7, size=(len(PIGMENTS), 3))
    profile = np.exp(-0.5 * ((grid - centres[..., None]) / widths[..., None]) ** 2).sum(axis=1)

    present = np.random.rand(n, len(PIGMENTS)) < FREQUENCY
    amount = present * np.random.uniform(0.25, 1.0, size=present.shape)
    light = np.random.uniform(0.7, 1.3, size=(n, 1))
    tilt = np.random.normal(0, 0.15, size=(n, 1)) * np.linspace(-1, 1, N_BANDS)
    x = light * (amount @ profile) + tilt + np.random.normal(0, 0.06, size=(n, N_BANDS))
    return 1000 * (x + 0.5), present.astype(np.float32)


X, Y = spectra(2400)
X_train, X_test, Y_train, Y_test = train_test_split(X, Y, test_size=0.25, random_state=SEED)
scaler = StandardScaler()
X_train = torch.from_numpy(scaler.fit_transform(X_train)).float()
X_test = torch.from_numpy(scaler.transform(X_test)).float()
Y_train, Y_test = torch.from_numpy(Y_train), torch.from_numpy(Y_test)

model = nn.Sequential(
    nn.Linear(N_BANDS, 96),
    nn.LayerNorm(96),
    nn.ReLU(),
    nn.Linear(96, 48),
    nn.ReLU(),
    nn.Linear(48, len(PIGMENTS)),
)
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3, weight_decay=0.01)

EPOCHS, BATCH = 20, 50
n_batches = len(X_train) // BATCH
scheduler = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total_iters=EPOCHS)


def predict(x):
    model.eval()
    with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(x)
    return torch.sigmoid(logits.float())


for epoch in range(EPOCHS):
    model.train()
    order = torch.randperm(len(X_train))
    epoch_loss = 0.0
    for b in range(n_batches):
        rows = order[b * BATCH : (b + 1) * BATCH]
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(X_train[rows])
        loss = criterion(logits.float(), Y_train[rows])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        epoch_loss += loss.item()
    scheduler.step()
    f1 = f1_score(Y_test, predict(X_test) > 0.5, average="macro", zero_division=0)
    print(f"epoch {epoch + 1:2d} loss {epoch_loss / n_batches:.4f} macro F1 {f1:.4f}")

pred = predict(X_test) > 0.5
for k, name in enumerate(PIGMENTS):
    print(f"  {name:12s} F1 {f1_score(Y_test[:, k], pred[:, k], zero_division=0):.4f}")
print(f"test macro F1 {f1_score(Y_test, pred, average='macro', zero_division=0):.4f}")
