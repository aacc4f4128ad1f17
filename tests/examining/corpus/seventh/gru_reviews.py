"""Sentiment of short (made-up) reviews with an embedding and a GRU."""
import os
import random

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence
from torch.utils.data import DataLoader

SEED = int(os.environ.get("SEED", 0))
random.seed(SEED)
torch.manual_seed(SEED)

GOOD = "great wonderful lovely brilliant charming superb touching funny".split()
BAD = "awful boring terrible dull clumsy dreadful silly annoying".split()
THINGS = "film plot acting music ending script cast camera dialogue story".split()
FILLER = "and then we also saw the other one last week with some friends from work".split()


def make_review():
    """What counts is the last opinion, and 'not' turns an opinion round."""
    label = random.randint(0, 1)
    words = []
    for k in range(random.randint(1, 3)):
        mood = random.randint(0, 1)
        if k == 0:
            mood = label  # the sentences are put in front of each other below
        negated = random.random() < 0.4
        word = random.choice(GOOD if mood != negated else BAD)
        part = ["the", random.choice(THINGS), "was"] + ["not"] * negated + [word]
        part += random.sample(FILLER, random.randint(0, 3))
        words = part + words
    return words, label


train_data = [make_review() for _ in range(1400)]
valid_data = [make_review() for _ in range(300)]
test_data = [make_review() for _ in range(300)]

vocab = {"<pad>": 0, "<unk>": 1}
for words, _ in train_data:
    for w in words:
        vocab.setdefault(w, len(vocab))


def collate_batch(batch):
    ids = [torch.tensor([vocab.get(w, vocab["<unk>"]) for w in words]) for words, _ in batch]
    lengths = torch.tensor([len(i) for i in ids])
    targets = torch.tensor([label for _, label in batch])
    return pad_sequence(ids, batch_first=True, padding_value=vocab["<pad>"]), lengths, targets


train_loader = DataLoader(train_data, batch_size=32, shuffle=True, collate_fn=collate_batch)
valid_loader = DataLoader(valid_data, batch_size=100, collate_fn=collate_batch)
test_loader = DataLoader(test_data, batch_size=100, collate_fn=collate_batch)


class GRUClassifier(nn.Module):
    def __init__(self, vocab_size, embed_dim=24, hidden_dim=32, num_class=2):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim, padding_idx=0)
        self.gru = nn.GRU(embed_dim, hidden_dim, batch_first=True)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(hidden_dim, num_class)

    def forward(self, text, lengths):
        embedded = self.embedding(text)
        packed = pack_padded_sequence(embedded, lengths, batch_first=True, enforce_sorted=False)
        _, hidden = self.gru(packed)
        return self.fc(self.dropout(hidden[-1]))


model = GRUClassifier(len(vocab))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=4e-3)


def train(loader):
    model.train()
    total_acc, total_loss, total_count = 0, 0.0, 0
    for text, lengths, label in loader:
        optimizer.zero_grad()
        predicted = model(text, lengths)
        loss = criterion(predicted, label)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total_acc += (predicted.argmax(1) == label).sum().item()
        total_loss += loss.item() * len(label)
        total_count += len(label)
    return total_loss / total_count, total_acc / total_count


def evaluate(loader):
    model.eval()
    total_acc, total_count = 0, 0
    with torch.no_grad():
        for text, lengths, label in loader:
            predicted = model(text, lengths)
            total_acc += (predicted.argmax(1) == label).sum().item()
            total_count += len(label)
    return total_acc / total_count


for epoch in range(1, 7):
    loss, acc = train(train_loader)
    print(f"| epoch {epoch} | loss {loss:.4f} | train acc {acc:.4f} | valid acc {evaluate(valid_loader):.4f}")
print(f"test accuracy: {evaluate(test_loader):.4f}")
