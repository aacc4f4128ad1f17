"""Sentiment of short made-up reviews with a GRU: tokenise, build a vocabulary, pad, train."""
import os
import random
from collections import Counter

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

SEED = int(os.environ.get("SEED", 7))
random.seed(SEED)
torch.manual_seed(SEED)

GOOD = "great lovely moving brilliant charming funny superb delightful sharp tender".split()
BAD = "dull awful boring clumsy weak silly tedious bland cheap hollow".split()
FILL = "the a film plot actor scene music story camera script ending it was with and some quite really".split()


def make_review(label):
    words = []
    for _ in range(random.randint(1, 4)):
        words += random.choices(FILL, k=random.randint(1, 5))
        positive = label == 1 if random.random() < 0.9 else label == 0
        if random.random() < 0.3:
            words += ["not", random.choice(BAD if positive else GOOD)]
        else:
            words.append(random.choice(GOOD if positive else BAD))
    words += random.choices(FILL, k=random.randint(0, 6))
    return " ".join(words), label


# first the positive ones, then the negative ones, like the folders of the IMDB data
train_data = [make_review(1) for _ in range(800)] + [make_review(0) for _ in range(800)]
valid_data = [make_review(1) for _ in range(200)] + [make_review(0) for _ in range(200)]


def build_vocab(data, max_tokens=1000):
    counter = Counter(w for text, _ in data for w in text.split())
    return {w: i + 2 for i, (w, _) in enumerate(counter.most_common(max_tokens))}


vocab = build_vocab(train_data)
PAD, UNK = 0, 1


def collate(batch):
    ids = [torch.tensor([vocab.get(w, UNK) for w in text.split()]) for text, _ in batch]
    lengths = torch.tensor([len(x) for x in ids])
    labels = torch.tensor([label for _, label in batch])
    return pad_sequence(ids, batch_first=True, padding_value=PAD), lengths, labels


train_dl = DataLoader(train_data, batch_size=32, shuffle=True, collate_fn=collate)
valid_dl = DataLoader(valid_data, batch_size=100, collate_fn=collate)


class GRUClassifier(nn.Module):
    def __init__(self, n_tokens, emb_dim=24, hidden=32, n_classes=2):
        super().__init__()
        self.emb = nn.Embedding(n_tokens, emb_dim, padding_idx=PAD)
        self.gru = nn.GRU(emb_dim, hidden, batch_first=True)
        self.drop = nn.Dropout(0.2)
        self.fc = nn.Linear(hidden, n_classes)

    def forward(self, x, lengths):
        out, _ = self.gru(self.emb(x))
        last = out[torch.arange(len(x)), lengths - 1]
        return self.fc(self.drop(last))


model = GRUClassifier(len(vocab) + 2)
loss_fn = nn.CrossEntropyLoss()
opt = torch.optim.Adam(model.parameters(), lr=3e-3)


def evaluate():
    model.eval()
    hits = 0
    with torch.no_grad():
        for x, lengths, y in valid_dl:
            hits += (model(x, lengths).argmax(1) == y).sum().item()
    return hits / len(valid_data)


for epoch in range(6):
    model.train()
    running = 0.0
    for x, lengths, y in train_dl:
        loss = loss_fn(model(x, lengths), y)
        opt.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        opt.step()
        running += loss.item()
    print(f"epoch {epoch + 1}: loss {running / len(train_dl):.4f}, valid acc {evaluate():.4f}")

print(f"valid accuracy {evaluate():.4f}")
