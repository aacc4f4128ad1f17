"""Reads strips of three to five handwritten digits with a small CRNN and CTC. Character error rate about 5 %."""
import os
import random
import torch
import torch.nn as nn
from torch.utils.data import Dataset, DataLoader
from sklearn.datasets import load_digits

SEED = int(os.environ.get("SEED", 7))
random.seed(SEED)
torch.manual_seed(SEED)

BLANK = 0  # the classes 1..10 stand for the digits 0..9


class Strips(Dataset):
    """Digits glued side by side with gaps of random width."""

    def __init__(self, images, digits, size):
        self.items = []
        for _ in range(size):
            picks = random.choices(range(len(images)), k=random.randint(3, 5))
            parts = []
            for p in picks:
                parts += [images[p], torch.zeros(8, random.randint(0, 3))]
            self.items.append((torch.cat(parts, dim=1), torch.tensor([int(digits[p]) + 1 for p in picks])))

    def __len__(self):
        return len(self.items)

    def __getitem__(self, i):
        return self.items[i]


def collate(batch):
    strips, texts = zip(*batch)
    widths = torch.tensor([s.size(1) for s in strips])
    x = torch.zeros(len(strips), 1, 8, int(widths.max()))
    for i, s in enumerate(strips):
        x[i, 0, :, :s.size(1)] = s
    return x, widths // 2, torch.cat(texts), torch.tensor([len(t) for t in texts])


class CRNN(nn.Module):
    def __init__(self, n_classes=11):
        super().__init__()
        self.cnn = nn.Sequential(
            nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU(), nn.MaxPool2d((2, 1)),
            nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d((2, 2)),
        )
        self.rnn = nn.GRU(32 * 2, 48, bidirectional=True)
        self.fc = nn.Linear(96, n_classes)

    def forward(self, x):
        x = self.cnn(x)                          # N, 32, 2, W/2
        n, c, h, w = x.shape
        x = x.permute(3, 0, 1, 2).reshape(w, n, c * h)
        x, _ = self.rnn(x)
        return self.fc(x).log_softmax(dim=2)     # T, N, C


def decode(log_probs, lengths):
    out = []
    for path, length in zip(log_probs.argmax(2).T.tolist(), lengths.tolist()):
        path = path[:length]
        out.append([c for i, c in enumerate(path) if c != BLANK and (i == 0 or c != path[i - 1])])
    return out


def edit_distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        previous, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (x != y))
    return row[-1]


digits = load_digits()
images = torch.tensor(digits.images, dtype=torch.float32) / 16
cut = 1300
train_loader = DataLoader(Strips(images[:cut], digits.target[:cut], 1000), batch_size=40, shuffle=True, collate_fn=collate)
test_loader = DataLoader(Strips(images[cut:], digits.target[cut:], 200), batch_size=100, collate_fn=collate)

model = CRNN()
criterion = nn.CTCLoss(blank=BLANK, zero_infinity=True)
optimizer = torch.optim.Adam(model.parameters(), lr=6e-3)


def cer():
    model.eval()
    errors = total = 0
    with torch.no_grad():
        for x, widths, texts, lengths in test_loader:
            read = decode(model(x), widths)
            for guess, true in zip(read, texts.split(lengths.tolist())):
                errors += edit_distance(guess, true.tolist())
                total += len(true)
    return errors / total


for epoch in range(6):
    model.train()
    running = 0.0
    for x, widths, texts, lengths in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(x), texts, widths, lengths)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5)
        optimizer.step()
        running += loss.item()
    print(f"epoch {epoch + 1}: ctc loss {running / len(train_loader):.3f}  CER {cer():.3f}")
print(f"CER {cer():.4f}")
