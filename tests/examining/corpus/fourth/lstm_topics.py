"""Sorting short messages by topic with an LSTM; the messages are put together from word lists."""
import os, random
from collections import Counter
import torch
import torch.nn as nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

SEED = int(os.environ.get("SEED", 0))
random.seed(SEED)
torch.manual_seed(SEED)

TOPICS = {
    "sport": "match goal team coach score league player win cup referee".split(),
    "money": "bank market share price profit loan stock fund tax trade".split(),
    "food": "recipe salt oven bread soup taste sugar cook butter dinner".split(),
    "travel": "flight hotel beach ticket train island tour map visa airport".split(),
}
FILLER = "the a of and in to is it was on that with for as at by this we you they had not but all".split()
NAMES = list(TOPICS)


def message(topic):
    length = random.randint(6, 30)
    words = [random.choice(FILLER) for _ in range(length)]
    # three words of the topic near the beginning, one word of another topic anywhere
    for p in random.sample(range(6), 3):
        words[p] = random.choice(TOPICS[topic])
    words[random.randrange(length)] = random.choice(TOPICS[random.choice(NAMES)])
    return " ".join(words)


def corpus(n):
    rows = [(message(t), NAMES.index(t)) for t in NAMES for _ in range(n // 4)]
    return rows


train_rows, test_rows = corpus(1600), corpus(400)
counter = Counter(w for text, _ in train_rows for w in text.split())
vocab = {"<pad>": 0, "<unk>": 1}
for w, _ in counter.most_common():
    vocab[w] = len(vocab)


def collate(batch):
    ids = [torch.tensor([vocab.get(w, 1) for w in text.split()]) for text, _ in batch]
    lengths = torch.tensor([len(i) for i in ids])
    return pad_sequence(ids, batch_first=True), lengths, torch.tensor([label for _, label in batch])


train_loader = DataLoader(train_rows, batch_size=32, shuffle=True, collate_fn=collate)
test_loader = DataLoader(test_rows, batch_size=100, collate_fn=collate)


class TopicLSTM(nn.Module):
    def __init__(self, vocab_size, embed=32, hidden=48):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed, padding_idx=0)
        self.lstm = nn.LSTM(embed, hidden, batch_first=True)
        self.dropout = nn.Dropout(0.3)
        self.fc = nn.Linear(hidden, len(NAMES))

    def forward(self, tokens, lengths):
        out, _ = self.lstm(self.embedding(tokens))
        last = out[torch.arange(len(tokens)), lengths - 1]
        return self.fc(self.dropout(last))


model = TopicLSTM(len(vocab))
optimizer = torch.optim.Adam(model.parameters(), lr=4e-3)
criterion = nn.CrossEntropyLoss()


def evaluate(loader):
    model.eval()
    hits = total = 0
    with torch.no_grad():
        for tokens, lengths, labels in loader:
            hits += (model(tokens, lengths).argmax(1) == labels).sum().item()
            total += len(labels)
    return hits / total


for epoch in range(1, 11):
    model.train()
    total_loss = 0.
    for tokens, lengths, labels in train_loader:
        optimizer.zero_grad()
        loss = criterion(model(tokens, lengths), labels)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total_loss += loss.item()
    print(f"epoch {epoch:2d}  loss {total_loss / len(train_loader):.4f}  test acc {evaluate(test_loader):.4f}")
