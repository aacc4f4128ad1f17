"""A convnet on few digits with mixup and stochastic weight averaging. Test accuracy about 0.975 from 400 images."""
import os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.optim.swa_utils import AveragedModel, SWALR, update_bn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

CFG = {
    'seed': int(os.environ.get('SEED', 2021)),
    'epochs': 24,
    'swa_start': 14,
    'swa_lr': 0.02,
    'lr': 0.05,
    'bs': 40,
    'mixup_alpha': 0.2,
}
np.random.seed(CFG['seed'])
torch.manual_seed(CFG['seed'])

X, y = load_digits(return_X_y=True)
X = (X / 16.).reshape(-1, 1, 8, 8).astype('float32')
trn_x, tst_x, trn_y, tst_y = train_test_split(X, y, train_size=400, stratify=y, random_state=CFG['seed'])
trn_loader = DataLoader(TensorDataset(torch.tensor(trn_x), torch.tensor(trn_y)), batch_size=CFG['bs'], shuffle=True)
tst_loader = DataLoader(TensorDataset(torch.tensor(tst_x), torch.tensor(tst_y)), batch_size=500, shuffle=False)


def conv_bn(i, o):
    return nn.Sequential(nn.Conv2d(i, o, 3, padding=1, bias=False), nn.BatchNorm2d(o), nn.ReLU(inplace=True))


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(conv_bn(1, 16), conv_bn(16, 16), nn.MaxPool2d(2), conv_bn(16, 32))
        self.classifier = nn.Linear(32 * 16, 10)

    def forward(self, x):
        return self.classifier(self.features(x).flatten(1))


def mixup(x, y, alpha):
    lam = np.random.beta(alpha, alpha)
    index = torch.randperm(x.size(0))
    return lam * x + (1 - lam) * x[index], y, y[index], lam


def valid_fn(model):
    model.eval()
    preds, targets = [], []
    for x, t in tst_loader:
        with torch.no_grad():
            preds.append(model(x).argmax(1))
        targets.append(t)
    return (torch.cat(preds) == torch.cat(targets)).float().mean().item()


model = Net()
swa_model = AveragedModel(model)
optimizer = torch.optim.SGD(model.parameters(), lr=CFG['lr'], momentum=0.9, weight_decay=5e-4)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=CFG['swa_start'], eta_min=CFG['swa_lr'])
swa_scheduler = SWALR(optimizer, swa_lr=CFG['swa_lr'], anneal_epochs=2)

for epoch in range(CFG['epochs']):
    model.train()
    avg_loss = 0.
    for x, t in trn_loader:
        x, ya, yb, lam = mixup(x, t, CFG['mixup_alpha'])
        out = model(x)
        loss = lam * F.cross_entropy(out, ya) + (1 - lam) * F.cross_entropy(out, yb)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        avg_loss += loss.item() / len(trn_loader)
    if epoch >= CFG['swa_start']:
        swa_model.update_parameters(model)
        swa_scheduler.step()
    else:
        scheduler.step()
    print('Epoch {}/{} - loss: {:.4f} - acc: {:.4f}'.format(epoch + 1, CFG['epochs'], avg_loss, valid_fn(model)))

update_bn(trn_loader, swa_model)
print('SWA test accuracy {:.4f}'.format(valid_fn(swa_model)))
