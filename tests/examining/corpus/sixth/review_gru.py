"""Sentiment of short made-up reviews with an embedding, a GRU and a linear layer."""
import os
import random

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence
from torch.utils.data import DataLoader

seed = int(os.environ.get("SEED", 0))
random.seed(seed)
torch.manual_seed(seed)

SUBJECTS = "film movie plot cast ending music story camera script director pace dialogue".split()
GOOD = "great lovely brilliant touching clever superb fresh charming".split()
BAD = "awful boring clumsy stale weak tedious silly bland".split()
ADVERBS = "really very quite rather truly somewhat".split()
FILLERS = "well honestly overall frankly in the end i have to say that we all thought".split()


def make_review():
    label = random.randint(0, 1)
    negated = random.random() < 0.4
    word = random.choice(GOOD if bool(label) != negated else BAD)
    words = random.sample(FILLERS, random.randint(0, 6)) + ["the", random.choice(SUBJECTS), "was"]
    if negated:
        words.append("not")
    if random.random() < 0.5:
        words.append(random.choice(ADVERBS))
    words.append(word)
    if random.random() < 0.5:
        words += ["and", "i", "saw", "it", random.choice(["twice", "yesterday", "alone", "with", "friends"])]
    return " ".join(words), label


reviews = {}
while len(reviews) < 2000:  # no sentence twice
    text, label = make_review()
    reviews[text] = label
reviews = list(reviews.items())
random.shuffle(reviews)
train_data, test_data = reviews[:1600], reviews[1600:]

PAD, UNK = 0, 1
vocab = {"<pad>": PAD, "<unk>": UNK}
for text, _ in train_data:
    for w in text.split():
        vocab.setdefault(w, len(vocab))


def encode(text):
    return torch.tensor([vocab.get(w, UNK) for w in text.split()])


def collate(batch):
    ids = [encode(text) for text, _ in batch]
    lengths = torch.tensor([len(x) for x in ids])
    labels = torch.tensor([label for _, label in batch])
    return pad_sequence(ids, batch_first=True, padding_value=PAD), lengths, labels


train_loader = DataLoader(train_data, batch_size=32, shuffle=True, collate_fn=collate)
test_loader = DataLoader(test_data, batch_size=100, collate_fn=collate)


class GRUClassifier(nn.Module):
    def __init__(self, vocab_size, embed_dim=24, hidden_dim=32, num_classes=2):
        super().__init__()
        self.embedding = nn.Embedding(vocab_size, embed_dim, padding_idx=PAD)
        self.gru = nn.GRU(embed_dim, hidden_dim, batch_first=True)
        self.fc = nn.Linear(hidden_dim, num_classes)

    def forward(self, ids, lengths):
        output, _ = self.gru(self.embedding(ids))
        last = output[torch.arange(len(ids)), lengths - 1]
        return self.fc(last)


model = GRUClassifier(len(vocab))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=4e-3)


def evaluate(loader):
    model.eval()
    correct, count = 0, 0
    with torch.no_grad():
        for ids, lengths, labels in loader:
            correct += (model(ids, lengths).argmax(1) == labels).sum().item()
            count += len(labels)
    return correct / count


for epoch in range(6):
    model.train()
    losses = []
    for ids, lengths, labels in train_loader:
        logits = model(ids, lengths)
        loss = criterion(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    print(f"epoch {epoch + 1} loss {sum(losses) / len(losses):.4f} test accuracy {evaluate(test_loader):.4f}")
print(f"test accuracy {evaluate(test_loader):.4f}")
