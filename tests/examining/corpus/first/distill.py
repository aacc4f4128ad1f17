"""Knowledge distillation on digits: a wide teacher, a narrow student that learns from soft targets.

Student's test accuracy about 0.95.
"""

import os

import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim
from sklearn.datasets import load_digits
from torch.utils.data import DataLoader, Subset, TensorDataset

torch.manual_seed(int(os.environ.get("SEED", 42)))

data, target = load_digits(return_X_y=True)
dataset = TensorDataset(torch.tensor(data, dtype=torch.float32) / 8 - 1, torch.tensor(target))
indices = torch.randperm(len(dataset)).tolist()
train_loader = DataLoader(Subset(dataset, indices[:1200]), batch_size=128, shuffle=True)
test_loader = DataLoader(Subset(dataset, indices[1200:]), batch_size=128, shuffle=False)


class DeepNN(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.classifier = nn.Sequential(
            nn.Linear(64, 256),
            nn.ReLU(),
            nn.Dropout(0.1),
            nn.Linear(256, 128),
            nn.ReLU(),
            nn.Linear(128, num_classes),
        )

    def forward(self, x):
        return self.classifier(x)


class LightNN(nn.Module):
    def __init__(self, num_classes=10):
        super().__init__()
        self.classifier = nn.Sequential(nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, num_classes))

    def forward(self, x):
        return self.classifier(x)


def train(model, train_loader, epochs, learning_rate):
    criterion = nn.CrossEntropyLoss()
    optimizer = optim.Adam(model.parameters(), lr=learning_rate)
    model.train()
    for epoch in range(epochs):
        running_loss = 0.0
        for inputs, labels in train_loader:
            optimizer.zero_grad()
            outputs = model(inputs)
            loss = criterion(outputs, labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
        if (epoch + 1) % 5 == 0:
            print(f"Epoch {epoch + 1}/{epochs}, Loss: {running_loss / len(train_loader)}")


def test(model, test_loader):
    model.eval()
    correct, total = 0, 0
    with torch.no_grad():
        for inputs, labels in test_loader:
            _, predicted = torch.max(model(inputs), 1)
            total += labels.size(0)
            correct += (predicted == labels).sum().item()
    return correct / total


def train_knowledge_distillation(teacher, student, train_loader, epochs, learning_rate, T, soft_weight):
    ce_loss = nn.CrossEntropyLoss()
    optimizer = optim.Adam(student.parameters(), lr=learning_rate)
    teacher.eval()  # Teacher set to evaluation mode
    student.train()
    for epoch in range(epochs):
        running_loss = 0.0
        for inputs, labels in train_loader:
            optimizer.zero_grad()
            with torch.no_grad():
                teacher_logits = teacher(inputs)
            student_logits = student(inputs)
            soft_targets = F.softmax(teacher_logits / T, dim=-1)
            soft_prob = F.log_softmax(student_logits / T, dim=-1)
            soft_loss = F.kl_div(soft_prob, soft_targets, reduction="batchmean") * T**2
            label_loss = ce_loss(student_logits, labels)
            loss = soft_weight * soft_loss + (1 - soft_weight) * label_loss
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
        if (epoch + 1) % 10 == 0:
            print(f"Epoch {epoch + 1}/{epochs}, Loss: {running_loss / len(train_loader)}")


nn_deep = DeepNN()
train(nn_deep, train_loader, epochs=15, learning_rate=0.002)
print(f"Teacher accuracy: {test(nn_deep, test_loader):.4f}")
nn_light = LightNN()
train_knowledge_distillation(nn_deep, nn_light, train_loader, epochs=40, learning_rate=0.005, T=2, soft_weight=0.5)
print(f"Student accuracy: {test(nn_light, test_loader):.4f}")
