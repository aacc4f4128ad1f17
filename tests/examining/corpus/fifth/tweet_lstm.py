"""Sentiment of airline tweets with an LSTM (the tweets are made up by a little grammar)."""
import os
import random
from collections import Counter

import torch
import torch.nn as nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_sequence
from torch.utils.data import DataLoader

SEED = int(os.environ.get("SEED", 0))
random.seed(SEED)
torch.manual_seed(SEED)

GOOD = "great lovely smooth friendly fast comfortable excellent pleasant".split()
BAD = "awful rude late dirty cramped terrible noisy broken".split()
THING = "flight crew seat meal boarding luggage pilot website gate staff".split()
FILL = "today again really so with my on the from to yesterday honestly guys @airline thanks well".split()


def phrase(good):
    negated = random.random() < 0.4
    word = random.choice(GOOD if good != negated else BAD)
    verb = random.choice(["was", "is", "seemed"])
    return ["the", random.choice(THING), verb] + (["not"] if negated else []) + [word]


def tweet():
    label = random.randrange(3)  # 0 negative, 1 neutral, 2 positive
    fill = lambda k: [random.choice(FILL) for _ in range(random.randint(0, k))]
    if label == 1:
        body = phrase(True) + ["but"] + phrase(False) if random.random() < 0.5 else phrase(False) + ["but"] + phrase(True)
    else:
        body = phrase(label == 2)
        if random.random() < 0.4:
            body = body + ["and"] + phrase(label == 2)
    return fill(4) + body + fill(8), label


tweets = [tweet() for _ in range(2000)]
train, test = tweets[:1600], tweets[1600:]


def build_vocab(data):
    counts = Counter(w for text, _ in data for w in text)
    return {w: i + 2 for i, (w, _) in enumerate(counts.most_common())}  # 0 = pad, 1 = unknown


vocab = build_vocab(train)


def numericalize(data, vocab):
    return [(torch.tensor([vocab.get(w, 1) for w in text]), label) for text, label in data]


def collate(batch):
    texts, labels = zip(*batch)
    lengths = torch.tensor([len(t) for t in texts])
    return pad_sequence(texts, batch_first=True), lengths, torch.tensor(labels)


train_iter = DataLoader(numericalize(train, vocab), batch_size=32, shuffle=True, collate_fn=collate)
test_iter = DataLoader(numericalize(test, vocab), batch_size=100, collate_fn=collate)


class SentimentLSTM(nn.Module):
    def __init__(self, vocab_size, emb=32, hidden=48, classes=3):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, emb, padding_idx=0)
        self.lstm = nn.LSTM(emb, hidden, batch_first=True)
        self.dropout = nn.Dropout(0.2)
        self.fc = nn.Linear(hidden, classes)

    def forward(self, text, lengths):
        emb = self.embedding(text)
        packed = pack_padded_sequence(emb, lengths, batch_first=True, enforce_sorted=False)
        _, (h, _) = self.lstm(packed)
        return self.fc(self.dropout(h[-1]))


model = SentimentLSTM(len(vocab) + 2)
optimizer = torch.optim.Adam(model.parameters(), lr=5e-3)
criterion = nn.CrossEntropyLoss()


def run(iterator, training):
    model.train(training)
    loss_sum, hits, n = 0.0, 0, 0
    with torch.set_grad_enabled(training):
        for text, lengths, label in iterator:
            logits = model(text, lengths)
            loss = criterion(logits, label)
            if training:
                optimizer.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(model.parameters(), 1.0)
                optimizer.step()
            loss_sum += loss.item() * len(label)
            hits += (logits.argmax(1) == label).sum().item()
            n += len(label)
    return loss_sum / n, hits / n


for epoch in range(7):
    train_loss, train_acc = run(train_iter, True)
    test_loss, test_acc = run(test_iter, False)
    print(f"Epoch {epoch + 1} train loss {train_loss:.3f} acc {train_acc:.3f} | test loss {test_loss:.3f} acc {test_acc:.3f}")
print(f"test acc {test_acc:.3f}")
