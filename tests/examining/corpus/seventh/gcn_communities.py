"""Graph convolutional network (Kipf & Welling) written by hand: which community does a node belong to?"""
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

seed = int(os.environ.get("SEED", 72))
rng = np.random.default_rng(seed)
torch.manual_seed(seed)


def make_graph(n=600, n_classes=5, p_in=0.045, p_out=0.004, n_words=100):
    labels = rng.integers(0, n_classes, n)
    same = labels[:, None] == labels[None]
    upper = np.triu(rng.random((n, n)) < np.where(same, p_in, p_out), 1)
    adj = (upper | upper.T).astype(np.float32)
    # bag of words: every class prefers some twenty of the words
    rates = np.full((n_classes, n_words), 0.04)
    for c in range(n_classes):
        rates[c, rng.choice(n_words, 20, replace=False)] = 0.12
    words = (rng.random((n, n_words)) < rates[labels]).astype(np.float32)
    return adj, words, labels


def normalize_adj(adj):
    """D^-1/2 (A + I) D^-1/2"""
    adj = adj + np.eye(len(adj), dtype=np.float32)
    d_inv_sqrt = adj.sum(1) ** -0.5
    return d_inv_sqrt[:, None] * adj * d_inv_sqrt[None]


def row_normalize(x):
    return x / np.maximum(x.sum(1, keepdims=True), 1)


class GraphConvolution(nn.Module):
    def __init__(self, in_features, out_features):
        super().__init__()
        self.weight = nn.Parameter(torch.empty(in_features, out_features))
        self.bias = nn.Parameter(torch.zeros(out_features))
        nn.init.xavier_uniform_(self.weight)

    def forward(self, x, adj):
        return adj @ (x @ self.weight) + self.bias


class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass, dropout):
        super().__init__()
        self.gc1 = GraphConvolution(nfeat, nhid)
        self.gc2 = GraphConvolution(nhid, nclass)
        self.dropout = dropout

    def forward(self, x, adj):
        x = F.relu(self.gc1(x, adj))
        x = F.dropout(x, self.dropout, training=self.training)
        return self.gc2(x, adj)


adj, words, labels = make_graph()
adj = torch.from_numpy(normalize_adj(adj))
features = torch.from_numpy(row_normalize(words))
labels = torch.from_numpy(labels)
perm = torch.from_numpy(rng.permutation(len(labels)))
idx_train, idx_val, idx_test = perm[:120], perm[120:240], perm[240:]

model = GCN(features.shape[1], nhid=16, nclass=5, dropout=0.5)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=5e-4)


def accuracy(output, idx):
    return (output[idx].argmax(1) == labels[idx]).float().mean().item()


for epoch in range(200):
    model.train()
    optimizer.zero_grad()
    output = model(features, adj)
    loss = F.cross_entropy(output[idx_train], labels[idx_train])
    loss.backward()
    optimizer.step()

    if (epoch + 1) % 25 == 0:
        model.eval()
        with torch.no_grad():
            output = model(features, adj)
        loss_val = F.cross_entropy(output[idx_val], labels[idx_val])
        print(
            f"Epoch: {epoch + 1:04d} loss_train: {loss.item():.4f} loss_val: {loss_val.item():.4f}"
            f" acc_val: {accuracy(output, idx_val):.4f}"
        )

model.eval()
with torch.no_grad():
    print(f"test accuracy {accuracy(model(features, adj), idx_test):.4f}")
