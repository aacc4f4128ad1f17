# Fine-tune every layer, the body slowly and the head fast.
# Source task: even/odd rows of clean digits. Target task: dim, noisy digits, few of them.
import os
import torch
import torch.nn as nn
import torch.optim as optim
from sklearn.datasets import load_digits

seed = int(os.environ.get('SEED', 0))
torch.manual_seed(seed)

digits = load_digits()
X = torch.tensor(digits.images, dtype=torch.float32).unsqueeze(1) / 16.
Y = torch.tensor(digits.target)
p = torch.randperm(len(X))
X, Y = X[p], Y[p]

src_x, src_y = X[:900], Y[:900]


def corrupt(x):
    return 1.0 - 0.7 * x + 0.1 * torch.randn_like(x)


tgt_x, tgt_y = corrupt(X[900:1200]), Y[900:1200]
val_x, val_y = corrupt(X[1200:]), Y[1200:]


class Body(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(),
            nn.MaxPool2d(2), nn.Flatten(),
            nn.Linear(128, 64), nn.ReLU())

    def forward(self, x):
        return self.net(x)


class Model(nn.Module):
    def __init__(self, body, n_out):
        super().__init__()
        self.body = body
        self.head = nn.Linear(64, n_out)

    def forward(self, x):
        return self.head(self.body(x))


def batches(x, y, bs):
    order = torch.randperm(len(x))
    for k in range(0, len(x), bs):
        yield x[order[k:k + bs]], y[order[k:k + bs]]


def accuracy(model, x, y):
    model.eval()
    with torch.no_grad():
        return (model(x).argmax(1) == y).float().mean().item()


criterion = nn.CrossEntropyLoss()

# stage 1: pretraining
body = Body()
pre = Model(body, 10)
opt = optim.Adam(pre.parameters(), lr=2e-3)
for epoch in range(4):
    pre.train()
    for xb, yb in batches(src_x, src_y, 50):
        opt.zero_grad()
        loss = criterion(pre(xb), yb)
        loss.backward()
        opt.step()
    print('pretrain epoch %d loss %.4f' % (epoch, loss.item()))

# stage 2: fine-tuning with two rates
model = Model(body, 10)
optimizer = optim.SGD([
    {'params': model.body.parameters(), 'lr': 0.01},
    {'params': model.head.parameters(), 'lr': 0.05},
], momentum=0.9, weight_decay=1e-4)
EPOCHS = 15
scheduler = optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.9)
for epoch in range(EPOCHS):
    model.train()
    losses = []
    for xb, yb in batches(tgt_x, tgt_y, 30):
        optimizer.zero_grad()
        loss = criterion(model(xb), yb)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    scheduler.step()
    print('finetune epoch %2d loss %.4f val acc %.4f' % (epoch, sum(losses) / len(losses), accuracy(model, val_x, val_y)))

print('final val acc %.4f' % accuracy(model, val_x, val_y))
