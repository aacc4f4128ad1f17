"""Sequence to sequence: a GRU encoder and decoder with attention learns to sort letters, with teacher forcing."""
import os
import random
import torch
import torch.nn as nn
import torch.nn.functional as F

SEED = int(os.environ.get("SEED", 0))
random.seed(SEED)
torch.manual_seed(SEED)

PAD, SOS, EOS = 0, 1, 2
LETTERS = 12
VOCAB = 3 + LETTERS
MAX_LEN = 7


def make_pair():
    seq = [random.randint(3, VOCAB - 1) for _ in range(random.randint(3, MAX_LEN))]
    return seq, sorted(seq)


def batchify(pairs):
    src = torch.full((len(pairs), MAX_LEN), PAD)
    tgt = torch.full((len(pairs), MAX_LEN + 2), PAD)
    for i, (s, t) in enumerate(pairs):
        src[i, :len(s)] = torch.tensor(s)
        tgt[i, :len(t) + 2] = torch.tensor([SOS] + t + [EOS])
    return src, tgt


class Encoder(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, hidden, padding_idx=PAD)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)

    def forward(self, src):
        return self.gru(self.embedding(src))


class Decoder(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, hidden, padding_idx=PAD)
        self.gru = nn.GRU(hidden, hidden, batch_first=True)
        self.out = nn.Linear(2 * hidden, VOCAB)

    def forward(self, inputs, hidden, memory, memory_mask):
        output, hidden = self.gru(self.embedding(inputs), hidden)
        scores = output @ memory.transpose(1, 2) / memory.size(-1) ** 0.5
        scores = scores.masked_fill(memory_mask[:, None, :], float("-inf"))
        context = F.softmax(scores, dim=-1) @ memory
        return self.out(torch.cat([output, context], dim=-1)), hidden


hidden_size = 64
encoder, decoder = Encoder(hidden_size), Decoder(hidden_size)
params = list(encoder.parameters()) + list(decoder.parameters())
optimizer = torch.optim.Adam(params, lr=4e-3)
criterion = nn.CrossEntropyLoss(ignore_index=PAD)
train_pairs = [make_pair() for _ in range(4000)]
test_pairs = [make_pair() for _ in range(300)]


@torch.no_grad()
def exact_match(pairs):
    encoder.eval()
    decoder.eval()
    src, tgt = batchify(pairs)
    memory, hidden = encoder(src)
    token = torch.full((len(pairs), 1), SOS)
    result = []
    for _ in range(MAX_LEN + 1):
        logits, hidden = decoder(token, hidden, memory, src == PAD)
        token = logits.argmax(-1)
        result.append(token)
    result, truth = torch.cat(result, 1), tgt[:, 1:]
    return ((result == truth) | (truth == PAD)).all(1).float().mean().item()


for epoch in range(10):
    encoder.train()
    decoder.train()
    random.shuffle(train_pairs)
    total = 0
    for i in range(0, len(train_pairs), 64):
        src, tgt = batchify(train_pairs[i:i + 64])
        memory, hidden = encoder(src)
        logits, _ = decoder(tgt[:, :-1], hidden, memory, src == PAD)
        loss = criterion(logits.reshape(-1, VOCAB), tgt[:, 1:].reshape(-1))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(params, 1.0)
        optimizer.step()
        total += loss.item()
    print(f"epoch {epoch + 1}: loss {total / (len(train_pairs) / 64):.4f}, exact match {exact_match(test_pairs):.3f}")
