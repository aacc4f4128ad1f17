"""Handwritten digits (8x8) with a small convolutional network in PyTorch."""
import os

import torch
import torch.nn as nn
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 0))
BATCH_SIZE = 32
EPOCHS = 12
LR = 2e-3

torch.manual_seed(SEED)

# 1. data
digits = load_digits()
images = torch.tensor(digits.images, dtype=torch.float32).unsqueeze(1) / 16.0
labels = torch.tensor(digits.target, dtype=torch.long)
idx = torch.arange(len(labels))
idx_rest, idx_test = train_test_split(idx.numpy(), test_size=0.2, stratify=labels.numpy(), random_state=SEED)
idx_train, idx_val = train_test_split(idx_rest, test_size=0.15, stratify=labels.numpy()[idx_rest], random_state=SEED)
mean, std = images[idx_train].mean(), images[idx_train].std()


def get_loader(indices, shuffle=False):
    x = (images[indices] - mean) / std
    return DataLoader(TensorDataset(x, labels[indices]), batch_size=BATCH_SIZE, shuffle=shuffle)


train_dl = get_loader(idx_train, shuffle=True)
val_dl = get_loader(idx_val)
test_dl = get_loader(idx_test)


# 2. model
def conv_block(c_in, c_out):
    return nn.Sequential(
        nn.Conv2d(c_in, c_out, kernel_size=3, padding=1, bias=False),
        nn.BatchNorm2d(c_out),
        nn.ReLU(inplace=True),
        nn.MaxPool2d(2),
    )


class DigitNet(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.features = nn.Sequential(conv_block(1, 16), conv_block(16, 32))
        self.classifier = nn.Sequential(
            nn.Flatten(),
            nn.Dropout(0.3),
            nn.Linear(32 * 2 * 2, num_classes),
        )

    def forward(self, x):
        return self.classifier(self.features(x))


model = DigitNet()
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=LR, weight_decay=1e-2)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=5, gamma=0.4)


# 3. training
def evaluate(loader):
    model.eval()
    loss, hits, n = 0.0, 0, 0
    with torch.no_grad():
        for xb, yb in loader:
            out = model(xb)
            loss += criterion(out, yb).item() * len(yb)
            hits += (out.argmax(dim=1) == yb).sum().item()
            n += len(yb)
    return loss / n, hits / n


best_loss = float("inf")
for epoch in range(1, EPOCHS + 1):
    model.train()
    total = 0.0
    for xb, yb in train_dl:
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
        total += loss.item() * len(yb)
    scheduler.step()
    val_loss, val_acc = evaluate(val_dl)
    if val_loss < best_loss:
        best_loss = val_loss
        torch.save(model.state_dict(), "digits_conv.pt")
    print(f"epoch {epoch:2d}  train loss {total / len(idx_train):.4f}  val loss {val_loss:.4f}  val acc {val_acc:.4f}")

model.load_state_dict(torch.load("digits_conv.pt"))
test_loss, test_acc = evaluate(test_dl)
print(f"test loss {test_loss:.4f}, test accuracy {test_acc:.4f}")
