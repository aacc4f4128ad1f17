"""Where is the bright square? A small convnet gives the box of one object in a noisy picture. Mean IoU about 0.84."""
import os
import torch
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

SEED = int(os.environ.get("SEED", 15))
torch.manual_seed(SEED)
S = 20


def make(n):
    images = 0.35 * torch.rand(n, 1, S, S)
    boxes = torch.zeros(n, 4)
    for i in range(n):
        w, h = torch.randint(4, 11, (2,)).tolist()
        x, y = torch.randint(0, S - w + 1, (1,)).item(), torch.randint(0, S - h + 1, (1,)).item()
        images[i, 0, y:y + h, x:x + w] += 0.3 + 0.4 * torch.rand(1)
        boxes[i] = torch.tensor([x + w / 2, y + h / 2, w, h]) / S      # cx, cy, w, h as fractions
    return images, boxes


def corners(b):
    return torch.cat([b[:, :2] - b[:, 2:] / 2, b[:, :2] + b[:, 2:] / 2], dim=1)


def iou(a, b):
    a, b = corners(a), corners(b)
    side = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0)
    inter = side.prod(1)
    area = lambda c: (c[:, 2:] - c[:, :2]).clamp(min=0).prod(1)
    return inter / (area(a) + area(b) - inter).clamp(min=1e-9)


def make_model():
    return nn.Sequential(
        nn.Conv2d(1, 12, 3, stride=2, padding=1), nn.ReLU(),
        nn.Conv2d(12, 24, 3, stride=2, padding=1), nn.ReLU(),
        nn.Flatten(),
        nn.Linear(24 * 25, 96), nn.ReLU(),
        nn.Linear(96, 4), nn.Sigmoid(),
    )


def mean_iou(model, loader):
    model.eval()
    with torch.no_grad():
        return torch.cat([iou(model(x), y) for x, y in loader]).mean().item()


train_images, train_boxes = make(2500)
test_images, test_boxes = make(500)
mean, std = train_images.mean(), train_images.std()
train_images, test_images = (train_images - mean) / std, (test_images - mean) / std
train_loader = DataLoader(TensorDataset(train_images, train_boxes), batch_size=50, shuffle=True)
test_loader = DataLoader(TensorDataset(test_images, test_boxes), batch_size=250)

model = make_model()
decay = [p for n, p in model.named_parameters() if n.endswith("weight")]
no_decay = [p for n, p in model.named_parameters() if n.endswith("bias")]
optimizer = torch.optim.AdamW([{"params": decay, "weight_decay": 1e-3}, {"params": no_decay, "weight_decay": 0.0}], lr=3e-3)
scheduler = torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(optimizer, T_0=4, T_mult=2)
huber = nn.SmoothL1Loss(beta=0.1)

for epoch in range(12):
    model.train()
    running = 0.0
    for i, (images, boxes) in enumerate(train_loader):
        optimizer.zero_grad()
        loss = huber(model(images), boxes)
        loss.backward()
        optimizer.step()
        scheduler.step(epoch + (i + 1) / len(train_loader))
        running += loss.item()
    print(f"epoch {epoch + 1:2d}  loss {running / len(train_loader):.5f}  mean IoU {mean_iou(model, test_loader):.4f}")
print(f"mean IoU {mean_iou(model, test_loader):.4f}")
