# Semi-supervised node classification with a two-layer GCN (Kipf & Welling), written without a graph library.
# A random graph of 800 nodes in 4 communities with noisy word features. Test accuracy about 0.94; the words alone give 0.36.
from __future__ import print_function

import argparse
import math
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from torch.nn.parameter import Parameter

parser = argparse.ArgumentParser()
parser.add_argument('--seed', type=int, default=int(os.environ.get('SEED', 42)))
parser.add_argument('--epochs', type=int, default=200)
parser.add_argument('--lr', type=float, default=0.01)
parser.add_argument('--weight_decay', type=float, default=5e-4)
parser.add_argument('--hidden', type=int, default=16)
parser.add_argument('--dropout', type=float, default=0.5)
args = parser.parse_args()
np.random.seed(args.seed)
torch.manual_seed(args.seed)


def load_data(n=800, classes=4, words=120):
    labels = np.random.randint(classes, size=n)
    same = labels[:, None] == labels[None, :]
    upper = np.triu(np.random.rand(n, n) < np.where(same, 0.035, 0.004), 1)
    adj = (upper + upper.T).astype(np.float32)
    topics = np.random.rand(classes, words) < 0.15
    features = (np.random.rand(n, words) < np.where(topics[labels], 0.12, 0.05)).astype(np.float32)
    features = features / np.maximum(features.sum(1, keepdims=True), 1)   # rows sum to one

    adj = adj + np.eye(n, dtype=np.float32)
    d = adj.sum(1) ** -0.5
    adj = d[:, None] * adj * d[None, :]                                   # D^-1/2 (A + I) D^-1/2

    order = np.random.permutation(n)
    idx_train, idx_val, idx_test = order[:80], order[80:280], order[280:]
    return (torch.from_numpy(adj), torch.from_numpy(features), torch.from_numpy(labels),
            torch.from_numpy(idx_train), torch.from_numpy(idx_val), torch.from_numpy(idx_test))


class GraphConvolution(nn.Module):
    def __init__(self, in_features, out_features):
        super(GraphConvolution, self).__init__()
        self.weight = Parameter(torch.empty(in_features, out_features))
        self.bias = Parameter(torch.empty(out_features))
        stdv = 1. / math.sqrt(out_features)
        self.weight.data.uniform_(-stdv, stdv)
        self.bias.data.uniform_(-stdv, stdv)

    def forward(self, input, adj):
        return torch.mm(adj, torch.mm(input, self.weight)) + self.bias


class GCN(nn.Module):
    def __init__(self, nfeat, nhid, nclass, dropout):
        super(GCN, self).__init__()
        self.gc1 = GraphConvolution(nfeat, nhid)
        self.gc2 = GraphConvolution(nhid, nclass)
        self.dropout = dropout

    def forward(self, x, adj):
        x = F.relu(self.gc1(x, adj))
        x = F.dropout(x, self.dropout, training=self.training)
        x = self.gc2(x, adj)
        return F.log_softmax(x, dim=1)


def accuracy(output, labels):
    return output.max(1)[1].eq(labels).double().mean()


adj, features, labels, idx_train, idx_val, idx_test = load_data()
model = GCN(nfeat=features.shape[1], nhid=args.hidden, nclass=int(labels.max()) + 1, dropout=args.dropout)
optimizer = optim.Adam(model.parameters(), lr=args.lr, weight_decay=args.weight_decay)


def train(epoch):
    model.train()
    optimizer.zero_grad()
    output = model(features, adj)
    loss_train = F.nll_loss(output[idx_train], labels[idx_train])
    acc_train = accuracy(output[idx_train], labels[idx_train])
    loss_train.backward()
    optimizer.step()

    model.eval()
    with torch.no_grad():
        output = model(features, adj)
    loss_val = F.nll_loss(output[idx_val], labels[idx_val])
    acc_val = accuracy(output[idx_val], labels[idx_val])
    if epoch % 20 == 19:
        print('Epoch: {:04d}'.format(epoch + 1), 'loss_train: {:.4f}'.format(loss_train.item()),
              'acc_train: {:.4f}'.format(acc_train.item()), 'loss_val: {:.4f}'.format(loss_val.item()),
              'acc_val: {:.4f}'.format(acc_val.item()))


def test():
    model.eval()
    with torch.no_grad():
        output = model(features, adj)
    print('Test set accuracy: {:.4f}'.format(accuracy(output[idx_test], labels[idx_test]).item()))


for epoch in range(args.epochs):
    train(epoch)
test()
