"""Mixed precision (bfloat16 autocast) for a small ResNet on 8x8 digits, OneCycle schedule."""
import os
import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.utils.data import TensorDataset, DataLoader

seed = int(os.environ.get("SEED", 0))
torch.manual_seed(seed)
device_type = "cuda" if torch.cuda.is_available() else "cpu"

x, t = load_digits(return_X_y=True)
x = x.reshape(-1, 1, 8, 8).astype("float32") / 16.0
x_tr, x_te, t_tr, t_te = train_test_split(x, t, test_size=0.25, stratify=t, random_state=seed)
mean, std = x_tr.mean(), x_tr.std()
x_tr = (x_tr - mean) / std
x_te = (x_te - mean) / std
train_loader = DataLoader(TensorDataset(torch.from_numpy(x_tr), torch.from_numpy(t_tr)), 64, shuffle=True, drop_last=True)
test_loader = DataLoader(TensorDataset(torch.from_numpy(x_te), torch.from_numpy(t_te)), 256)


class Block(nn.Module):
    def __init__(self, cin, cout, stride=1):
        super().__init__()
        self.conv1 = nn.Conv2d(cin, cout, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(cout)
        self.conv2 = nn.Conv2d(cout, cout, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(cout)
        self.skip = nn.Conv2d(cin, cout, 1, stride, bias=False) if (cin != cout or stride > 1) else nn.Identity()

    def forward(self, x):
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        return F.relu(out + self.skip(x))


model = nn.Sequential(Block(1, 16), Block(16, 32, 2), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10))
epochs = 10
optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4, nesterov=True)
scheduler = torch.optim.lr_scheduler.OneCycleLR(optimizer, max_lr=0.2, total_steps=epochs * len(train_loader))


def evaluate():
    model.eval()
    correct = 0
    with torch.no_grad():
        for xb, tb in test_loader:
            with torch.autocast(device_type, dtype=torch.bfloat16):
                out = model(xb)
            correct += (out.float().argmax(1) == tb).sum().item()
    return correct / len(x_te)


for epoch in range(epochs):
    model.train()
    running = 0
    for xb, tb in train_loader:
        with torch.autocast(device_type, dtype=torch.bfloat16):
            out = model(xb)
            loss = F.cross_entropy(out, tb)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        scheduler.step()
        running += loss.item()
    print(f"epoch {epoch}: loss={running / len(train_loader):.4f} test_acc={evaluate():.4f} lr={scheduler.get_last_lr()[0]:.4f}")
print("test accuracy:", evaluate())
