"""Seven classes of a covertype-like table, gradients accumulated over four small batches. Val accuracy about 0.85."""

import os, time
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset
from sklearn.datasets import make_classification
from sklearn.model_selection import train_test_split

seed = int(os.environ.get("SEED", 11))
torch.manual_seed(seed)

config = dict(epochs=12, micro_batch=32, accumulation_steps=4, lr=3e-3, wd=1e-2, hidden=128)

X, y = make_classification(
    n_samples=6000,
    n_features=30,
    n_informative=14,
    n_redundant=4,
    n_classes=7,
    n_clusters_per_class=1,
    class_sep=1.4,
    flip_y=0.02,
    random_state=seed,
)
X_tr, X_va, y_tr, y_va = train_test_split(X, y, test_size=0.2, stratify=y, random_state=seed)
mu, sigma = X_tr.mean(0), X_tr.std(0)
X_tr, X_va = (X_tr - mu) / sigma, (X_va - mu) / sigma

train_ds = TensorDataset(torch.tensor(X_tr, dtype=torch.float32), torch.tensor(y_tr, dtype=torch.int64))
val_ds = TensorDataset(torch.tensor(X_va, dtype=torch.float32), torch.tensor(y_va, dtype=torch.int64))
train_dl = DataLoader(train_ds, config["micro_batch"], shuffle=True, drop_last=True)
val_dl = DataLoader(val_ds, 512)


def block(i, o):
    return nn.Sequential(nn.Linear(i, o), nn.LayerNorm(o), nn.SiLU())


net = nn.Sequential(
    block(30, config["hidden"]), block(config["hidden"], config["hidden"]), nn.Linear(config["hidden"], 7)
)
optim = torch.optim.AdamW(net.parameters(), lr=config["lr"], weight_decay=config["wd"])
ce = nn.CrossEntropyLoss()


@torch.inference_mode()
def validate():
    net.eval()
    hits = sum((net(a).argmax(-1) == b).sum().item() for a, b in val_dl)
    net.train()
    return hits / len(val_ds)


start = time.time()
net.train()
for ep in range(config["epochs"]):
    optim.zero_grad()
    tot = 0.0
    for i, (a, b) in enumerate(train_dl):
        loss = ce(net(a), b)
        tot += loss.item()
        loss = loss / config["accumulation_steps"]  # normalise: it is a mean over the large batch
        loss.backward()
        if (i + 1) % config["accumulation_steps"] == 0 or i + 1 == len(train_dl):
            nn.utils.clip_grad_norm_(net.parameters(), 5.0)
            optim.step()
            optim.zero_grad()
    print("ep %02d | loss %.3f | val acc %.3f | %.1fs" % (ep, tot / len(train_dl), validate(), time.time() - start))
print("val acc: %.4f" % validate())
