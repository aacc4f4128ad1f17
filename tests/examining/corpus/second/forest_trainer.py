"""Seven kinds of forest, labels 1 to 7; a Trainer class, bfloat16 autocast. Validation accuracy about 0.9."""

import os
from contextlib import nullcontext

import torch
import torch.nn as nn
from sklearn.datasets import make_blobs
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import MinMaxScaler

SEED = int(os.environ.get("SEED", 8))
torch.manual_seed(SEED)


def load_forest():
    """Each cover type lives in several places, as make_blobs has it; columns of very different ranges."""
    X, place = make_blobs(4500, n_features=12, centers=28, cluster_std=3.4, random_state=3)
    X[:, 0] = X[:, 0] * 200 + 3000
    X[:, 1] = X[:, 1] * 40
    cover_type = place % 7 + 1
    return train_test_split(X, cover_type, test_size=0.25, random_state=SEED)


class CoverNet(nn.Module):
    def __init__(self, n_in=12, width=96, depth=3, n_out=7):
        super().__init__()
        self.first = nn.Linear(n_in, width)
        self.hidden = nn.ModuleList([nn.Linear(width, width) for _ in range(depth - 1)])
        self.last = nn.Linear(width, n_out)
        for m in self.modules():
            if isinstance(m, nn.Linear):
                nn.init.kaiming_normal_(m.weight, nonlinearity="relu")
                nn.init.zeros_(m.bias)

    def forward(self, x):
        x = torch.relu(self.first(x))
        for layer in self.hidden:
            x = torch.relu(layer(x))
        return self.last(x)


class Trainer:
    def __init__(self, model, lr, epochs, use_amp=True):
        self.model = model
        self.epochs = epochs
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9)
        self.scaler = torch.amp.GradScaler("cpu", enabled=False)
        self.ctx = torch.autocast("cpu", dtype=torch.bfloat16) if use_amp else nullcontext()

    def _run_batch(self, source, targets):
        self.optimizer.zero_grad()
        with self.ctx:
            output = self.model(source)
            loss = self.criterion(output, targets - 1)  # cover types begin at 1
        self.scaler.scale(loss).backward()
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return loss.item()

    def train(self, x, y, x_val, y_val, batch_size=50):
        for epoch in range(self.epochs):
            self.model.train()
            losses = [self._run_batch(x[i], y[i]) for i in torch.randperm(len(x)).split(batch_size)]
            if epoch % 4 == 3:
                print(f"Epoch {epoch} | loss {sum(losses) / len(losses):.3f} | val {self.accuracy(x_val, y_val):.4f}")

    @torch.no_grad()
    def accuracy(self, x, y):
        self.model.eval()
        predicted = self.model(x).argmax(dim=1) + 1
        return (predicted == y).float().mean().item()


x_train, x_val, y_train, y_val = load_forest()
scaler = MinMaxScaler((-1, 1))
x_train = torch.tensor(scaler.fit_transform(x_train), dtype=torch.float32)
x_val = torch.tensor(scaler.transform(x_val), dtype=torch.float32)
y_train, y_val = torch.tensor(y_train), torch.tensor(y_val)

trainer = Trainer(CoverNet(), lr=0.05, epochs=24)
trainer.train(x_train, y_train, x_val, y_val)
print(f"final validation accuracy {trainer.accuracy(x_val, y_val):.4f}")
