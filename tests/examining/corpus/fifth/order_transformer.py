"""A little transformer encoder that reads event logs and says which of two events came first."""
import math
import os

import torch
from torch import nn

torch.manual_seed(int(os.environ.get("SEED", 0)))

VOCAB, MAX_LEN, PAD = 20, 14, 0
LOGIN, LOGOUT = 1, 2


def make_logs(n):
    x = torch.randint(3, VOCAB, (n, MAX_LEN))
    lengths = torch.randint(5, MAX_LEN + 1, (n,))
    y = torch.randint(0, 2, (n,))
    for i in range(n):
        a, b = sorted(torch.randperm(int(lengths[i]))[:2].tolist())
        first, second = (LOGIN, LOGOUT) if y[i] else (LOGOUT, LOGIN)
        x[i, a], x[i, b] = first, second
        x[i, lengths[i]:] = PAD
    return x, y


x_train, y_train = make_logs(1500)
x_val, y_val = make_logs(500)


class PositionalEncoding(nn.Module):
    def __init__(self, d_model, max_len=64):
        super().__init__()
        pos = torch.arange(max_len).unsqueeze(1)
        div = torch.exp(torch.arange(0, d_model, 2) * (-math.log(10000.0) / d_model))
        pe = torch.zeros(max_len, d_model)
        pe[:, 0::2] = torch.sin(pos * div)
        pe[:, 1::2] = torch.cos(pos * div)
        self.register_buffer("pe", pe)

    def forward(self, x):
        return x + self.pe[: x.size(1)]


class LogClassifier(nn.Module):
    def __init__(self, d_model=32, nhead=4, layers=2, num_classes=2):
        super().__init__()
        self.embed = nn.Embedding(VOCAB, d_model, padding_idx=PAD)
        self.pos = PositionalEncoding(d_model)
        layer = nn.TransformerEncoderLayer(d_model, nhead, dim_feedforward=64, dropout=0.0, batch_first=True)
        self.encoder = nn.TransformerEncoder(layer, layers, enable_nested_tensor=False)
        self.head = nn.Linear(d_model, num_classes)

    def forward(self, tokens):
        pad = tokens == PAD
        h = self.pos(self.embed(tokens))
        h = self.encoder(h, src_key_padding_mask=pad)
        keep = (~pad).unsqueeze(-1).float()
        h = (h * keep).sum(1) / keep.sum(1)
        return self.head(h)


model = LogClassifier()
opt = torch.optim.Adam(model.parameters(), lr=2e-3)
loss_fn = nn.CrossEntropyLoss()
bs = 50
step = 0
for epoch in range(7):
    model.train()
    order = torch.randperm(len(x_train))
    for i in range(0, len(order), bs):
        idx = order[i:i + bs]
        loss = loss_fn(model(x_train[idx]), y_train[idx])
        opt.zero_grad()
        loss.backward()
        opt.step()
        step += 1
        if step % 30 == 0:
            print(f"step {step} loss {loss.item():.4f}")
    model.eval()
    with torch.no_grad():
        val_acc = (model(x_val).argmax(-1) == y_val).float().mean().item()
    print(f"epoch {epoch} val_acc {val_acc:.3f}")
print(f"final val_acc {val_acc:.3f}")
