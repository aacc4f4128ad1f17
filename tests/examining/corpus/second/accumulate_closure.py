"""Images in pieces of eight, an update every eight pieces; helpers are closures. Test accuracy about 0.97."""
import os
import torch
from torch import nn, optim
from torch.utils.data import DataLoader, TensorDataset
from sklearn import datasets, model_selection

torch.manual_seed(int(os.getenv('SEED', 77)))


def get_data(bs):
    d = datasets.load_digits()
    tr, te, ytr, yte = model_selection.train_test_split(d.images, d.target, test_size=.2, stratify=d.target, random_state=7)
    m, s = tr.mean(), tr.std()
    as_tensor = lambda a: ((torch.tensor(a, dtype=torch.float) - m) / s).unsqueeze(1)
    train_dl = DataLoader(TensorDataset(as_tensor(tr), torch.tensor(ytr)), bs, shuffle=True, drop_last=True)
    test_dl = DataLoader(TensorDataset(as_tensor(te), torch.tensor(yte)), 1)      # as a server will see them
    return train_dl, test_dl


def get_model():
    def conv(ni, nf):
        return nn.Sequential(nn.Conv2d(ni, nf, 3, padding=1), nn.GroupNorm(4, nf), nn.ReLU())
    return nn.Sequential(conv(1, 16), nn.MaxPool2d(2), conv(16, 32), nn.Flatten(), nn.Dropout(.5), nn.Linear(512, 10))


def make_step(model, opt, loss_fn, accumulate, clip):
    count = 0

    def step(xb, yb):
        nonlocal count
        model.train()
        loss = loss_fn(model(xb), yb)
        (loss / accumulate).backward()
        count += 1
        if count % accumulate == 0:
            nn.utils.clip_grad_norm_(model.parameters(), clip)
            opt.step()
            opt.zero_grad()
        return loss.item()

    return step


def make_validation(model, dl):
    def validate():
        model.eval()
        with torch.no_grad():
            right = [(model(xb).argmax(1) == yb).item() for xb, yb in dl]
        return sum(right) / len(right)

    return validate


train_dl, test_dl = get_data(8)
model = get_model()
opt = optim.SGD(model.parameters(), lr=.15, momentum=.9)
step = make_step(model, opt, nn.CrossEntropyLoss(), accumulate=8, clip=2.)
validate = make_validation(model, test_dl)

for epoch in range(10):
    losses = [step(xb, yb) for xb, yb in train_dl]
    print(f'{epoch}: {sum(losses) / len(losses):.4f}')
print('test accuracy', round(validate(), 4))
