# Clothes-like 12x12 pictures (generated: bars, crosses, rings, blobs ...) with the MLP of the quickstart tutorial.
import os

import numpy as np
import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

SEED = int(os.environ.get("SEED", 0))
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)

classes = ["horizontal", "vertical", "cross", "frame", "blob", "diagonal"]


def draw(kind):
    img = np.zeros((12, 12))
    r, c = rng.integers(3, 9, 2)
    if kind in (0, 2):
        img[r, 1:-1] = 200
    if kind in (1, 2):
        img[1:-1, c] = 200
    if kind == 3:
        img[r - 2:r + 3, c - 2:c + 3] = 200
        img[r - 1:r + 2, c - 1:c + 2] = 0
    if kind == 4:
        img[r - 2:r + 3, c - 2:c + 3] = 170
    if kind == 5:
        img += np.eye(12, k=int(c) - 6) * 200
    return np.clip(img + rng.normal(0, 30, img.shape), 0, 255).astype(np.uint8)


class Shapes(Dataset):
    def __init__(self, n, transform=None):
        self.labels = np.sort(rng.integers(0, 6, n))
        self.images = [draw(k) for k in self.labels]
        self.transform = transform

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        image = self.images[idx]
        if self.transform:
            image = self.transform(image)
        return image, int(self.labels[idx])


def to_tensor(image):
    return torch.from_numpy(image).float().unsqueeze(0) / 255.0


training_data = Shapes(2400, transform=to_tensor)
test_data = Shapes(600, transform=to_tensor)
batch_size = 32
train_dataloader = DataLoader(training_data, batch_size=batch_size, shuffle=True)
test_dataloader = DataLoader(test_data, batch_size=batch_size)

device = "cpu"
print(f"Using {device} device")


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(12 * 12, 128),
            nn.ReLU(),
            nn.Linear(128, 128),
            nn.ReLU(),
            nn.Linear(128, 6),
        )

    def forward(self, x):
        x = self.flatten(x)
        logits = self.linear_relu_stack(x)
        return logits


model = NeuralNetwork().to(device)
print(model)

loss_fn = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=0.1)


def train(dataloader, model, loss_fn, optimizer):
    size = len(dataloader.dataset)
    model.train()
    for batch, (X, y) in enumerate(dataloader):
        X, y = X.to(device), y.to(device)

        # Compute prediction error
        pred = model(X)
        loss = loss_fn(pred, y)

        # Backpropagation
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()

        if batch % 25 == 0:
            loss, current = loss.item(), (batch + 1) * len(X)
            print(f"loss: {loss:>7f}  [{current:>5d}/{size:>5d}]")


def test(dataloader, model, loss_fn):
    model.eval()
    test_loss, correct = 0, 0
    with torch.no_grad():
        for X, y in dataloader:
            X, y = X.to(device), y.to(device)
            pred = model(X)
            test_loss += loss_fn(pred, y).item()
            correct += (pred.argmax(1) == y).type(torch.float).sum().item()
    test_loss /= len(dataloader)
    correct /= len(dataloader.dataset)
    print(f"Test Error: \n Accuracy: {(100*correct):>0.1f}%, Avg loss: {test_loss:>8f} \n")


epochs = 25
for t in range(epochs):
    print(f"Epoch {t+1}\n-------------------------------")
    train(train_dataloader, model, loss_fn, optimizer)
    test(test_dataloader, model, loss_fn)
