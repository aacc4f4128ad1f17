"""One trunk, two heads: which digit it is, and how much more ink its left half has. Two losses added."""
import os
import torch
import torch.nn as nn
from sklearn.datasets import load_digits

torch.manual_seed(int(os.environ.get("SEED", 0)))

d = load_digits()
x = torch.tensor(d.data, dtype=torch.float32) / 16
digit = torch.tensor(d.target)
# the ink of the left half minus that of the right half
ink = torch.tensor(d.images[:, :, :4].sum((1, 2)) - d.images[:, :, 4:].sum((1, 2)), dtype=torch.float32)
ink = (ink - ink.mean()) / ink.std()

perm = torch.randperm(len(x))
train_idx, val_idx = perm[:1400], perm[1400:]


class MultiTask(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(nn.Linear(64, 96), nn.ReLU(), nn.Linear(96, 64), nn.ReLU())
        self.heads = nn.ModuleDict({"digit": nn.Linear(64, 10), "ink": nn.Linear(64, 1)})

    def forward(self, x):
        h = self.trunk(x)
        return self.heads["digit"](h), self.heads["ink"](h)


model = MultiTask()
opt = torch.optim.Adam(model.parameters(), lr=1e-3)
ce, mse = nn.CrossEntropyLoss(), nn.MSELoss()
w_digit, w_ink = 1.0, 0.5

for epoch in range(30):
    model.train()
    for idx in train_idx[torch.randperm(len(train_idx))].split(32):
        logits, amount = model(x[idx])
        loss_digit = ce(logits, digit[idx])
        loss_ink = mse(amount.squeeze(1), ink[idx])
        loss = w_digit * loss_digit + w_ink * loss_ink
        opt.zero_grad()
        loss.backward()
        opt.step()
    model.eval()
    with torch.no_grad():
        logits, amount = model(x[val_idx])
        acc = (logits.argmax(1) == digit[val_idx]).float().mean().item()
        truth = ink[val_idx]
        r2 = 1 - ((amount.squeeze(1) - truth) ** 2).sum().item() / ((truth - truth.mean()) ** 2).sum().item()
    if (epoch + 1) % 5 == 0:
        print(f"{epoch + 1:3d}: digit loss {loss_digit.item():.3f}, ink loss {loss_ink.item():.3f} | acc {acc:.3f}, R2 {r2:.3f}")
print(f"digit accuracy {acc:.4f}, ink R2 {r2:.4f}, mean {(acc + r2) / 2:.4f}")
