"""Siamese network with the contrastive loss on pairs of digits; judged by nearest neighbours among training embeddings.

Accuracy of one-nearest-neighbour on unseen images about 0.97.
"""

import os
import random

import torch
import torch.nn as nn
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from sklearn.neighbors import KNeighborsClassifier
from torch.utils.data import DataLoader, Dataset


class Config:
    seed = int(os.environ.get("SEED", 0))
    train_batch_size = 64
    train_number_epochs = 10
    margin = 1.0


random.seed(Config.seed)
torch.manual_seed(Config.seed)


class SiameseDataset(Dataset):
    def __init__(self, images, labels):
        self.images = images
        self.labels = labels
        self.by_class = {c: [i for i, l in enumerate(labels) if l == c] for c in range(10)}

    def __getitem__(self, index):
        label = int(self.labels[index])
        # we need to make sure approx 50% of images are in the same class
        if random.randint(0, 1):
            other = random.choice(self.by_class[label])
        else:
            other = random.choice(self.by_class[random.choice([c for c in range(10) if c != label])])
        different = torch.tensor(float(self.labels[other] != label))
        return self.images[index], self.images[other], different

    def __len__(self):
        return len(self.images)


class SiameseNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.cnn1 = nn.Sequential(nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.Conv2d(16, 16, 3), nn.ReLU())
        self.fc1 = nn.Sequential(nn.Linear(16 * 6 * 6, 64), nn.ReLU(), nn.Linear(64, 8))

    def forward_once(self, x):
        output = self.cnn1(x)
        return self.fc1(output.view(output.size(0), -1))

    def forward(self, input1, input2):
        return self.forward_once(input1), self.forward_once(input2)


class ContrastiveLoss(nn.Module):
    def __init__(self, margin):
        super().__init__()
        self.margin = margin

    def forward(self, output1, output2, label):
        distance = F.pairwise_distance(output1, output2)
        same = (1 - label) * distance.pow(2)
        apart = label * torch.clamp(self.margin - distance, min=0.0).pow(2)
        return torch.mean(same + apart)


digits = load_digits()
x_train, x_test, y_train, y_test = train_test_split(
    digits.images, digits.target, test_size=0.25, random_state=Config.seed, stratify=digits.target
)
x_train = torch.tensor(x_train, dtype=torch.float32).unsqueeze(1) / 16
x_test = torch.tensor(x_test, dtype=torch.float32).unsqueeze(1) / 16

loader = DataLoader(SiameseDataset(x_train, y_train), shuffle=True, batch_size=Config.train_batch_size)
net = SiameseNetwork()
criterion = ContrastiveLoss(Config.margin)
optimizer = torch.optim.Adam(net.parameters(), lr=0.001)

for epoch in range(Config.train_number_epochs):
    total = 0.0
    for img0, img1, label in loader:
        optimizer.zero_grad()
        output1, output2 = net(img0, img1)
        loss_contrastive = criterion(output1, output2, label)
        loss_contrastive.backward()
        optimizer.step()
        total += loss_contrastive.item()
    print(f"Epoch number {epoch}\n Current loss {total / len(loader):.4f}\n")

net.eval()
with torch.no_grad():
    knn = KNeighborsClassifier(1).fit(net.forward_once(x_train).numpy(), y_train)
    print("1-NN accuracy:", round(knn.score(net.forward_once(x_test).numpy(), y_test), 4))
