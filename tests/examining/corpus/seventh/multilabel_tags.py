"""Multi-label tagging of questions with nn.EmbeddingBag (offsets as in the torchtext tutorial)."""
import os

import numpy as np
import torch
from sklearn.metrics import f1_score
from torch import nn
from torch.utils.data import DataLoader

SEED = int(os.environ.get("SEED", 21))
torch.manual_seed(SEED)
rng = np.random.default_rng(SEED)

TAGS = ["python", "sql", "plots", "regex", "network", "dates"]
WORDS_PER_TAG, COMMON = 12, 60
vocab_size = COMMON + WORDS_PER_TAG * len(TAGS)


def make_question():
    tags = rng.random(len(TAGS)) < [0.5, 0.3, 0.25, 0.15, 0.2, 0.2]
    words = list(rng.integers(0, COMMON, rng.integers(6, 20)))
    for k in np.flatnonzero(tags):
        words += list(COMMON + k * WORDS_PER_TAG + rng.integers(0, WORDS_PER_TAG, rng.integers(1, 4)))
    if rng.random() < 0.2:  # a word that belongs to some tag, used in passing
        words.append(rng.integers(COMMON, vocab_size))
    return rng.permutation(words), tags.astype(np.float32)


train_set = [make_question() for _ in range(2000)]
valid_set = [make_question() for _ in range(500)]


def collate_batch(batch):
    text_list, label_list, offsets = [], [], [0]
    for words, tags in batch:
        text_list.append(torch.tensor(words))
        label_list.append(torch.tensor(tags))
        offsets.append(len(words))
    offsets = torch.tensor(offsets[:-1]).cumsum(dim=0)
    return torch.stack(label_list), torch.cat(text_list), offsets


class TagModel(nn.Module):
    def __init__(self, vocab_size, embed_dim, num_tags):
        super().__init__()
        self.embedding = nn.EmbeddingBag(vocab_size, embed_dim, mode="mean")
        self.norm = nn.LayerNorm(embed_dim)
        self.fc = nn.Linear(embed_dim, num_tags)

    def forward(self, text, offsets):
        return self.fc(self.norm(self.embedding(text, offsets)))


model = TagModel(vocab_size, 32, len(TAGS))
criterion = nn.BCEWithLogitsLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=1e-2)
scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode="max", factor=0.3, patience=1)
train_dataloader = DataLoader(train_set, batch_size=32, shuffle=True, collate_fn=collate_batch)
valid_dataloader = DataLoader(valid_set, batch_size=125, collate_fn=collate_batch)


def train(epoch):
    model.train()
    losses = []
    for label, text, offsets in train_dataloader:
        optimizer.zero_grad()
        loss = criterion(model(text, offsets), label)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        losses.append(loss.item())
    return sum(losses) / len(losses)


def evaluate():
    model.eval()
    preds, truth = [], []
    with torch.no_grad():
        for label, text, offsets in valid_dataloader:
            preds.append(torch.sigmoid(model(text, offsets)) > 0.5)
            truth.append(label)
    return f1_score(torch.cat(truth).numpy(), torch.cat(preds).numpy(), average="micro", zero_division=0)


for epoch in range(1, 8):
    loss = train(epoch)
    f1 = evaluate()
    scheduler.step(f1)
    print(f"epoch {epoch:2d} | loss {loss:.4f} | valid micro-F1 {f1:.4f} | lr {optimizer.param_groups[0]['lr']:.4f}")
print(f"valid micro-F1 {f1:.4f}")
