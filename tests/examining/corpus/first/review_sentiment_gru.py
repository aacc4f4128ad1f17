"""Sentiment of made-up reviews: embedding, GRU, linear layer. Validation accuracy about 0.95 and more."""

import os
import random

import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence
from torch.utils.data import DataLoader, Dataset

seed = int(os.getenv("SEED", "7"))
random.seed(seed)
torch.manual_seed(seed)

GOOD = "great lovely superb moving clever funny charming brilliant".split()
BAD = "dull awful weak boring clumsy tedious bland dreadful".split()
NEUTRAL = "the a film plot scene actor was is and with in story camera music ending of it this that".split()


def make_review():
    """A few opinions among filler; "not" turns the next opinion round."""
    words, balance = [], 0
    while balance == 0:
        words, balance = [], 0
        for _ in range(random.randint(2, 5)):
            words += random.choices(NEUTRAL, k=random.randint(1, 4))
            good = random.random() < 0.5
            if random.random() < 0.3:
                words.append("not")
                balance += -1 if good else 1
            else:
                balance += 1 if good else -1
            words.append(random.choice(GOOD if good else BAD))
        words += random.choices(NEUTRAL, k=random.randint(0, 3))
    return words, int(balance > 0)


reviews = [make_review() for _ in range(3000)]
train_reviews, val_reviews = reviews[:2400], reviews[2400:]

vocab = {"<pad>": 0, "<unk>": 1}
for words, _ in train_reviews:
    for w in words:
        vocab.setdefault(w, len(vocab))


class ReviewDataset(Dataset):
    def __init__(self, reviews):
        self.reviews = reviews

    def __len__(self):
        return len(self.reviews)

    def __getitem__(self, idx):
        words, label = self.reviews[idx]
        return torch.tensor([vocab.get(w, 1) for w in words]), label


def collate_batch(batch):
    texts, labels = zip(*batch)
    lengths = torch.tensor([len(t) for t in texts])
    return pad_sequence(texts, batch_first=True), lengths, torch.tensor(labels)


train_loader = DataLoader(ReviewDataset(train_reviews), batch_size=32, shuffle=True, collate_fn=collate_batch)
val_loader = DataLoader(ReviewDataset(val_reviews), batch_size=128, collate_fn=collate_batch)


class GRUClassifier(nn.Module):
    def __init__(self, vocab_size, embed_dim=32, hidden_dim=64, num_class=2):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.gru = nn.GRU(embed_dim, hidden_dim, batch_first=True)
        self.fc = nn.Linear(hidden_dim, num_class)

    def forward(self, text, lengths):
        packed = pack_padded_sequence(self.embedding(text), lengths, batch_first=True, enforce_sorted=False)
        _, hidden = self.gru(packed)
        return self.fc(hidden[-1])


model = GRUClassifier(len(vocab))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)


def evaluate(loader):
    model.eval()
    total_acc, total_count = 0, 0
    with torch.no_grad():
        for text, lengths, label in loader:
            predicted = model(text, lengths)
            total_acc += (predicted.argmax(1) == label).sum().item()
            total_count += label.size(0)
    return total_acc / total_count


for epoch in range(1, 7):
    model.train()
    running = 0.0
    for text, lengths, label in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(text, lengths), label)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        running += loss.item()
    print(f"| epoch {epoch:3d} | loss {running / len(train_loader):.3f} | valid accuracy {evaluate(val_loader):8.3f}")
print("final valid accuracy", evaluate(val_loader))
