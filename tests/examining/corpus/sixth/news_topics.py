"""Topic classification with nn.EmbeddingBag, after the torchtext tutorial, on headlines made up here."""
import os
import random
from collections import Counter

import torch
from torch import nn
from torch.utils.data import DataLoader, random_split

seed = int(os.environ.get("SEED", 0))
random.seed(seed)
torch.manual_seed(seed)

TOPICS = {
    1: "minister election vote treaty border parliament embassy president protest army refugees summit senate law",
    2: "goal match coach season league striker playoff tennis medal champion stadium injury tournament olympic",
    3: "shares profit market bank oil investors quarter merger stocks inflation revenue dollar retailer budget",
    4: "software internet chip researchers space browser satellite gadget robot users virus telescope gene network",
}
COMMON = "the a of in to for on new says after with more first week year today plan over big old will two".split()
pools = {label: words.split() for label, words in TOPICS.items()}


def headline():
    label = random.randint(1, 4)
    words = random.choices(COMMON, k=random.randint(6, 14)) + random.choices(pools[label], k=random.randint(1, 3))
    if random.random() < 0.4:  # a word from another field
        words.append(random.choice(pools[random.randint(1, 4)]))
    random.shuffle(words)
    return label, " ".join(words)


dataset = [headline() for _ in range(3000)]
num_test = 600
train_iter, test_iter = dataset[:-num_test], dataset[-num_test:]

counter = Counter(token for _, line in train_iter for token in line.split())
vocab = {"<unk>": 0}
for token, _ in counter.most_common():
    vocab[token] = len(vocab)


def text_pipeline(line):
    return [vocab.get(token, vocab["<unk>"]) for token in line.split()]


def collate_batch(batch):
    label_list, text_list, offsets = [], [], [0]
    for label, text in batch:
        label_list.append(label - 1)
        processed = torch.tensor(text_pipeline(text), dtype=torch.int64)
        text_list.append(processed)
        offsets.append(processed.size(0))
    return torch.tensor(label_list), torch.cat(text_list), torch.tensor(offsets[:-1]).cumsum(dim=0)


class TextClassificationModel(nn.Module):
    def __init__(self, vocab_size, embed_dim, num_class):
        super().__init__()
        self.embedding = nn.EmbeddingBag(vocab_size, embed_dim)
        self.fc = nn.Linear(embed_dim, num_class)
        self.init_weights()

    def init_weights(self):
        initrange = 0.5
        self.embedding.weight.data.uniform_(-initrange, initrange)
        self.fc.weight.data.uniform_(-initrange, initrange)
        self.fc.bias.data.zero_()

    def forward(self, text, offsets):
        return self.fc(self.embedding(text, offsets))


def train(dataloader):
    model.train()
    total_acc, total_count, total_loss = 0, 0, 0.0
    for label, text, offsets in dataloader:
        optimizer.zero_grad()
        predicted_label = model(text, offsets)
        loss = criterion(predicted_label, label)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        total_acc += (predicted_label.argmax(1) == label).sum().item()
        total_loss += loss.item() * len(label)
        total_count += label.size(0)
    return total_acc / total_count, total_loss / total_count


def evaluate(dataloader):
    model.eval()
    total_acc, total_count = 0, 0
    with torch.no_grad():
        for label, text, offsets in dataloader:
            total_acc += (model(text, offsets).argmax(1) == label).sum().item()
            total_count += label.size(0)
    return total_acc / total_count


EPOCHS, LR, BATCH_SIZE = 6, 2.0, 16
num_train = int(len(train_iter) * 0.9)
split_train, split_valid = random_split(train_iter, [num_train, len(train_iter) - num_train])
train_dataloader = DataLoader(split_train, batch_size=BATCH_SIZE, shuffle=True, collate_fn=collate_batch)
valid_dataloader = DataLoader(split_valid, batch_size=64, collate_fn=collate_batch)
test_dataloader = DataLoader(test_iter, batch_size=64, collate_fn=collate_batch)

model = TextClassificationModel(len(vocab), 32, len(TOPICS))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.SGD(model.parameters(), lr=LR)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.3)

for epoch in range(1, EPOCHS + 1):
    acc, loss = train(train_dataloader)
    scheduler.step()
    print(f"| epoch {epoch:2d} | train loss {loss:.3f} | train accuracy {acc:.3f} "
          f"| valid accuracy {evaluate(valid_dataloader):.3f}")
print(f"test accuracy {evaluate(test_dataloader):.3f}")
