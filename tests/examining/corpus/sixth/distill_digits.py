"""Knowledge distillation: a convolutional teacher, a student of a few hundred weights, scikit-learn's digits."""
import os

import torch
import torch.nn.functional as F
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split
from torch import nn
from torch.utils.data import DataLoader, TensorDataset

torch.manual_seed(int(os.environ.get("SEED", 0)))


def load_data(batch_size=32):
    X, y = load_digits(return_X_y=True)
    X = torch.tensor(X / 16.0, dtype=torch.float32).reshape(-1, 1, 8, 8)
    y = torch.tensor(y)
    X_tr, X_te, y_tr, y_te = train_test_split(X, y, test_size=0.3, stratify=y, random_state=0)
    mean, std = X_tr.mean(), X_tr.std()
    train_ds = TensorDataset((X_tr - mean) / std, y_tr)
    test_ds = TensorDataset((X_te - mean) / std, y_te)
    return DataLoader(train_ds, batch_size, shuffle=True), DataLoader(test_ds, 256)


class Teacher(nn.Module):
    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(16, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2),
        )
        self.classifier = nn.Sequential(nn.Flatten(), nn.Linear(128, 64), nn.ReLU(), nn.Dropout(0.2), nn.Linear(64, 10))

    def forward(self, x):
        return self.classifier(self.features(x))


class Student(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Flatten(), nn.Linear(64, 16), nn.ReLU(), nn.Linear(16, 10))

    def forward(self, x):
        return self.net(x)


def train(model, train_loader, epochs, learning_rate):
    criterion = nn.CrossEntropyLoss()
    optimizer = torch.optim.Adam(model.parameters(), lr=learning_rate)
    model.train()
    for epoch in range(epochs):
        running_loss = 0.0
        for inputs, labels in train_loader:
            optimizer.zero_grad()
            loss = criterion(model(inputs), labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
        print(f"[teacher] epoch {epoch + 1}/{epochs}, loss {running_loss / len(train_loader):.4f}")


def train_knowledge_distillation(teacher, student, train_loader, epochs, learning_rate, T=3.0, alpha=0.8):
    ce_loss = nn.CrossEntropyLoss()
    kl_loss = nn.KLDivLoss(reduction="batchmean")
    optimizer = torch.optim.Adam(student.parameters(), lr=learning_rate)
    teacher.eval()
    student.train()
    for epoch in range(epochs):
        running_loss = 0.0
        for inputs, labels in train_loader:
            optimizer.zero_grad()
            with torch.no_grad():
                teacher_logits = teacher(inputs)
            student_logits = student(inputs)
            soft_targets = F.softmax(teacher_logits / T, dim=-1)
            soft_loss = kl_loss(F.log_softmax(student_logits / T, dim=-1), soft_targets) * T**2
            loss = alpha * soft_loss + (1 - alpha) * ce_loss(student_logits, labels)
            loss.backward()
            optimizer.step()
            running_loss += loss.item()
        print(f"[student] epoch {epoch + 1}/{epochs}, loss {running_loss / len(train_loader):.4f}")


@torch.no_grad()
def test(model, test_loader):
    model.eval()
    correct = sum((model(inputs).argmax(1) == labels).sum().item() for inputs, labels in test_loader)
    return correct / len(test_loader.dataset)


train_loader, test_loader = load_data()
teacher = Teacher()
train(teacher, train_loader, epochs=8, learning_rate=2e-3)
print(f"Teacher accuracy: {test(teacher, test_loader):.4f}")

student = Student()
train_knowledge_distillation(teacher, student, train_loader, epochs=15, learning_rate=3e-3)
print(f"Student accuracy: {test(student, test_loader):.4f}")
