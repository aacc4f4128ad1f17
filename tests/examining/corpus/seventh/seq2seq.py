"""Sequence to sequence with attention: read a row of digits, write it backwards (after the translation tutorial)."""
import os
import random

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import optim

seed = int(os.environ.get("SEED", 5))
random.seed(seed)
torch.manual_seed(seed)

PAD, SOS, EOS = 0, 1, 2
VOCAB = 3 + 10
MAX_LENGTH = 6


def random_pair():
    seq = [random.randint(3, VOCAB - 1) for _ in range(random.randint(3, MAX_LENGTH))]
    return seq + [EOS], seq[::-1] + [EOS]


def pad(seqs):
    longest = max(len(s) for s in seqs)
    return torch.tensor([s + [PAD] * (longest - len(s)) for s in seqs])


train_pairs = [random_pair() for _ in range(3000)]
seen = {tuple(src) for src, _ in train_pairs}
test_pairs = [p for p in (random_pair() for _ in range(500)) if tuple(p[0]) not in seen]


class Encoder(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, hidden_size, padding_idx=PAD)
        self.gru = nn.GRU(hidden_size, hidden_size, batch_first=True)

    def forward(self, src):
        return self.gru(self.embedding(src))


class AttnDecoder(nn.Module):
    def __init__(self, hidden_size):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, hidden_size, padding_idx=PAD)
        self.query = nn.Linear(hidden_size, hidden_size)
        self.gru = nn.GRU(2 * hidden_size, hidden_size, batch_first=True)
        self.out = nn.Linear(hidden_size, VOCAB)

    def step(self, token, hidden, memory, mask):
        query = self.query(hidden[-1]).unsqueeze(1)
        scores = (query * memory).sum(-1) / memory.size(-1) ** 0.5
        scores = scores.masked_fill(mask, float("-inf"))
        weights = F.softmax(scores, dim=1)
        context = torch.bmm(weights.unsqueeze(1), memory)
        output, hidden = self.gru(torch.cat([self.embedding(token), context], dim=-1), hidden)
        return self.out(output), hidden

    def forward(self, memory, hidden, mask, target=None):
        token = torch.full((memory.size(0), 1), SOS)
        outputs = []
        steps = MAX_LENGTH + 1 if target is None else target.size(1)
        for t in range(steps):
            logits, hidden = self.step(token, hidden, memory, mask)
            outputs.append(logits)
            if target is not None:
                token = target[:, t : t + 1]  # teacher forcing
            else:
                token = logits.argmax(-1)
        return torch.cat(outputs, dim=1)


encoder, decoder = Encoder(40), AttnDecoder(40)
encoder_optimizer = optim.Adam(encoder.parameters(), lr=5e-3)
decoder_optimizer = optim.Adam(decoder.parameters(), lr=5e-3)
criterion = nn.CrossEntropyLoss(ignore_index=PAD)


def evaluate():
    encoder.eval()
    decoder.eval()
    with torch.no_grad():
        src, tgt = pad([p[0] for p in test_pairs]), pad([p[1] for p in test_pairs])
        memory, hidden = encoder(src)
        pred = decoder(memory, hidden, src == PAD).argmax(-1)[:, : tgt.size(1)]
    ok = (pred == tgt) | (tgt == PAD)
    return ok.all(dim=1).float().mean().item()


batch_size = 50
n_epochs = 6
schedulers = [optim.lr_scheduler.CosineAnnealingLR(o, n_epochs) for o in (encoder_optimizer, decoder_optimizer)]
for epoch in range(1, n_epochs + 1):
    encoder.train()
    decoder.train()
    random.shuffle(train_pairs)
    total_loss = 0
    for i in range(0, len(train_pairs), batch_size):
        batch = train_pairs[i : i + batch_size]
        src, tgt = pad([p[0] for p in batch]), pad([p[1] for p in batch])
        encoder_optimizer.zero_grad()
        decoder_optimizer.zero_grad()
        memory, hidden = encoder(src)
        logits = decoder(memory, hidden, src == PAD, tgt)
        loss = criterion(logits.reshape(-1, VOCAB), tgt.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(list(encoder.parameters()) + list(decoder.parameters()), 1.0)
        encoder_optimizer.step()
        decoder_optimizer.step()
        total_loss += loss.item()
    for scheduler in schedulers:
        scheduler.step()
    print(f"({epoch}) loss {total_loss * batch_size / len(train_pairs):.4f}, whole rows right {evaluate():.3f}")

print(f"test: whole rows right {evaluate():.4f}")
