"""Transfer learning: a backbone trained on the digits 0-4 is frozen, a new head learns 5-9.

Validation accuracy of the new head about 0.95.
"""

import copy
import os

import numpy as np
import torch
import torch.nn as nn
import torch.optim as optim
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch.optim import lr_scheduler
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(int(os.environ.get("SEED", 3)))

images, target = load_digits(return_X_y=True)
images = ((images / 16.0 - 0.3) / 0.37).reshape(-1, 1, 8, 8).astype(np.float32)


def loaders(keep, offset):
    x, y = images[keep], target[keep] - offset
    x_tr, x_va, y_tr, y_va = train_test_split(x, y, test_size=0.25, random_state=0, stratify=y)
    data = {"train": (x_tr, y_tr), "val": (x_va, y_va)}
    return {
        phase: DataLoader(
            TensorDataset(torch.from_numpy(a), torch.from_numpy(b)), batch_size=32, shuffle=(phase == "train")
        )
        for phase, (a, b) in data.items()
    }


class SmallNet(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.backbone = nn.Sequential(
            nn.Conv2d(1, 32, 3, padding=1),
            nn.BatchNorm2d(32),
            nn.ReLU(inplace=True),
            nn.Conv2d(32, 64, 3, stride=2, padding=1),
            nn.BatchNorm2d(64),
            nn.ReLU(inplace=True),
        )
        self.fc = nn.Linear(64 * 4 * 4, num_classes)

    def forward(self, x):
        return self.fc(self.backbone(x).flatten(1))


def train_model(model, dataloaders, criterion, optimizer, scheduler, num_epochs):
    best_acc, best_state = 0.0, copy.deepcopy(model.state_dict())
    for epoch in range(num_epochs):
        for phase in ["train", "val"]:
            if phase == "train":
                model.train()
            else:
                model.eval()
            running_loss, running_corrects, seen = 0.0, 0, 0
            for inputs, labels in dataloaders[phase]:
                optimizer.zero_grad()
                with torch.set_grad_enabled(phase == "train"):
                    outputs = model(inputs)
                    _, preds = torch.max(outputs, 1)
                    loss = criterion(outputs, labels)
                    if phase == "train":
                        loss.backward()
                        optimizer.step()
                running_loss += loss.item() * inputs.size(0)
                running_corrects += torch.sum(preds == labels).item()
                seen += inputs.size(0)
            if phase == "train":
                scheduler.step()
            epoch_acc = running_corrects / seen
            print(f"Epoch {epoch} {phase} Loss: {running_loss / seen:.4f} Acc: {epoch_acc:.4f}")
            if phase == "val" and epoch_acc > best_acc:
                best_acc, best_state = epoch_acc, copy.deepcopy(model.state_dict())
    model.load_state_dict(best_state)
    return model, best_acc


criterion = nn.CrossEntropyLoss()

# "pretrained" model
model_ft = SmallNet(5)
optimizer_ft = optim.SGD(model_ft.parameters(), lr=0.01, momentum=0.9)
scheduler_ft = lr_scheduler.StepLR(optimizer_ft, step_size=4, gamma=0.1)
model_ft, _ = train_model(model_ft, loaders(target < 5, 0), criterion, optimizer_ft, scheduler_ft, num_epochs=5)

# ConvNet as fixed feature extractor
for param in model_ft.parameters():
    param.requires_grad = False

# Parameters of newly constructed modules have requires_grad=True by default
model_ft.fc = nn.Linear(model_ft.fc.in_features, 5)
optimizer_conv = optim.SGD(model_ft.fc.parameters(), lr=0.01, momentum=0.9)
exp_lr_scheduler = lr_scheduler.StepLR(optimizer_conv, step_size=7, gamma=0.1)
model_conv, best = train_model(
    model_ft, loaders(target >= 5, 5), criterion, optimizer_conv, exp_lr_scheduler, num_epochs=10
)
print(f"Best val Acc: {best:4f}")
