"""Node classification with a hand-written GCN on a generated citation-like graph (stochastic block model)."""
import os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

seed = int(os.environ.get("SEED", 0))
np.random.seed(seed)
torch.manual_seed(seed)

# graph: 5 communities, a few links between them, noisy bags of words on the nodes
n_nodes, n_classes, n_features = 1000, 5, 50
labels = np.random.randint(0, n_classes, n_nodes)
same = labels[:, None] == labels[None, :]
prob = np.where(same, 0.03, 0.0025)
upper = np.triu(np.random.rand(n_nodes, n_nodes) < prob, 1)
adj = torch.tensor(upper | upper.T, dtype=torch.float32)
word_prob = 0.08 + 0.20 * (np.random.rand(n_classes, n_features) < 0.2)
features = torch.tensor(np.random.rand(n_nodes, n_features) < word_prob[labels], dtype=torch.float32)
labels = torch.tensor(labels)

perm = torch.randperm(n_nodes)
idx_train, idx_val, idx_test = perm[:200], perm[200:400], perm[400:]


def normalize_adj(a):
    a = a + torch.eye(len(a))
    d_inv_sqrt = a.sum(1).pow(-0.5)
    return d_inv_sqrt[:, None] * a * d_inv_sqrt[None, :]


adj = normalize_adj(adj)


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
        x = self.gc2(x, adj)
        return F.log_softmax(x, dim=1)


model = GCN(n_features, 32, n_classes, dropout=0.5)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01, weight_decay=5e-4)


def accuracy(output, labels):
    return output.argmax(1).eq(labels).float().mean().item()


def train(epoch):
    model.train()
    optimizer.zero_grad()
    output = model(features, adj)
    loss_train = F.nll_loss(output[idx_train], labels[idx_train])
    loss_train.backward()
    optimizer.step()

    model.eval()
    with torch.no_grad():
        output = model(features, adj)
    if epoch % 20 == 0:
        print(f"Epoch: {epoch:04d} loss_train: {loss_train.item():.4f} "
              f"acc_train: {accuracy(output[idx_train], labels[idx_train]):.4f} "
              f"acc_val: {accuracy(output[idx_val], labels[idx_val]):.4f}")


for epoch in range(200):
    train(epoch)
model.eval()
with torch.no_grad():
    output = model(features, adj)
print("Test set accuracy: {:.4f}".format(accuracy(output[idx_test], labels[idx_test])))
