"""House prices, in the manner of "Dive into Deep Learning": logarithms of prices, plain SGD. Validation R2 about 0.9."""
import os
import numpy as np
import torch
from torch import nn
from torch.utils import data

torch.manual_seed(int(os.environ.get("SEED", 2)))
rng = np.random.default_rng(int(os.environ.get("SEED", 2)))

num = 2000
area = rng.uniform(40, 250, num)
rooms = np.clip(area / 30 + rng.normal(0, 1, num), 1, None).round()
age = rng.uniform(0, 100, num)
distance = rng.exponential(8, num)
garden = rng.random(num) < 0.4
quality = rng.integers(1, 11, num)
noise_columns = rng.normal(size=(num, 4))
log_price = (11 + 0.8 * np.log(area) + 0.1 * quality - 0.03 * distance + 0.15 * garden - 0.4 * np.sin(age / 30) + 0.02 * rooms
             + rng.normal(0, 0.12, num))
price = np.exp(log_price)
features = np.column_stack([area, rooms, age, distance, garden, quality, noise_columns])

n_train = 1600
mean, std = features[:n_train].mean(axis=0), features[:n_train].std(axis=0)
features = (features - mean) / std
labels = np.log(price)
label_mean, label_std = labels[:n_train].mean(), labels[:n_train].std()
labels = (labels - label_mean) / label_std

X = torch.tensor(features, dtype=torch.float32)
Y = torch.tensor(labels.reshape(-1, 1), dtype=torch.float32)


def load_array(data_arrays, batch_size, is_train=True):
    return data.DataLoader(data.TensorDataset(*data_arrays), batch_size, shuffle=is_train)


def get_net(in_features):
    net = nn.Sequential(nn.Linear(in_features, 32), nn.Tanh(), nn.Linear(32, 32), nn.Tanh(), nn.Linear(32, 1))

    def init_weights(m):
        if isinstance(m, nn.Linear):
            nn.init.xavier_uniform_(m.weight)
            nn.init.zeros_(m.bias)

    net.apply(init_weights)
    return net


def r2(net, features, labels):
    net.eval()
    with torch.no_grad():
        residual = ((net(features) - labels) ** 2).sum()
    return (1 - residual / ((labels - labels.mean()) ** 2).sum()).item()


def train(net, train_features, train_labels, test_features, test_labels, num_epochs, learning_rate, batch_size):
    loss = nn.MSELoss()
    train_iter = load_array((train_features, train_labels), batch_size)
    trainer = torch.optim.SGD(net.parameters(), lr=learning_rate, momentum=0.9)
    for epoch in range(num_epochs):
        net.train()
        for X, y in train_iter:
            trainer.zero_grad()
            l = loss(net(X), y)
            l.backward()
            trainer.step()
        if (epoch + 1) % 10 == 0:
            print(f'epoch {epoch + 1}, last batch {float(l):f}, test R2 {r2(net, test_features, test_labels):f}')


net = get_net(X.shape[1])
train(net, X[:n_train], Y[:n_train], X[n_train:], Y[n_train:], num_epochs=40, learning_rate=0.02, batch_size=64)
with torch.no_grad():
    predicted = np.exp(net(X[n_train:]).numpy().ravel() * label_std + label_mean)
truth = price[n_train:]
print(f'mean absolute percentage error {np.mean(np.abs(predicted / truth - 1)):.3f}')
print(f'R2 of prices {1 - np.sum((predicted - truth) ** 2) / np.sum((truth - truth.mean()) ** 2):.4f}')
