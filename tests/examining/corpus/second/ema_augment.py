"""Augmented digits, AdamW with two groups, and an average of the weights that is used for testing. Accuracy about 0.98."""

import os

import torch
import torchvision.transforms.v2 as T
from sklearn.datasets import load_digits
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from torch.utils.data import DataLoader, Dataset, Subset

torch.manual_seed(int(os.environ.get("SEED", 6)))


class DigitImages(Dataset):
    def __init__(self, transform=None):
        bunch = load_digits()
        self.images = torch.tensor(bunch.images).float().unsqueeze(1) / 16.0
        self.targets = torch.tensor(bunch.target)
        self.transform = transform

    def __len__(self):
        return len(self.targets)

    def __getitem__(self, idx):
        image = self.images[idx]
        if self.transform is not None:
            image = self.transform(image)
        return image, self.targets[idx]


train_transform = T.Compose([
    T.RandomAffine(degrees=8, translate=(0.1, 0.1), interpolation=T.InterpolationMode.BILINEAR),
    T.Normalize([0.3], [0.37]),
])
test_transform = T.Normalize([0.3], [0.37])
permutation = torch.randperm(1797).tolist()
train_loader = DataLoader(Subset(DigitImages(train_transform), permutation[:1437]), batch_size=48, shuffle=True)
test_loader = DataLoader(Subset(DigitImages(test_transform), permutation[1437:]), batch_size=120)


def conv_bn(cin, cout):
    return [nn.Conv2d(cin, cout, 3, padding=1, bias=False), nn.BatchNorm2d(cout), nn.SiLU()]


model = nn.Sequential(
    *conv_bn(1, 20), *conv_bn(20, 32), nn.MaxPool2d(2), *conv_bn(32, 48), nn.Flatten(), nn.Linear(48 * 16, 10)
)
ema_model = AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(0.95), use_buffers=True)

decayed = [p for n, p in model.named_parameters() if p.ndim > 1]
others = [p for n, p in model.named_parameters() if p.ndim <= 1]
optimizer = torch.optim.AdamW(
    [{"params": decayed, "weight_decay": 0.05}, {"params": others, "weight_decay": 0.0}], lr=2e-3
)
criterion = nn.CrossEntropyLoss(label_smoothing=0.1)

for epoch in range(6):
    model.train()
    for images, targets in train_loader:
        logits = model(images)
        loss = criterion(logits, targets)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        ema_model.update_parameters(model)
    ema_model.eval()
    correct = 0
    with torch.no_grad():
        for images, targets in test_loader:
            correct += (ema_model(images).argmax(1) == targets).sum().item()
    print(f"epoch {epoch}: train loss {loss.item():.3f} | EMA accuracy {correct / len(test_loader.dataset):.4f}")
print(f"test accuracy (EMA) {correct / len(test_loader.dataset):.4f}")
