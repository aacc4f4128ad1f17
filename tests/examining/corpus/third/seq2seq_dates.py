"""Writes dates in another form, "7 march 1994" -> "1994-03-07", with attention and teacher forcing.

Exact matches on unseen dates: about 0.95.
"""
import os
import random
import torch
import torch.nn as nn
import torch.nn.functional as F
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

seed = int(os.environ.get("SEED", 3))
random.seed(seed)
torch.manual_seed(seed)

MONTHS = "january february march april may june july august september october november december".split()
PAD, SOS, EOS = 0, 1, 2
CHARS = "<>_0123456789abcdefghijklmnopqrstuvwxyz -"
index = {c: i for i, c in enumerate(CHARS)}


def random_pair():
    d, m, y = random.randint(1, 28), random.randint(1, 12), random.randint(1950, 2029)
    name = MONTHS[m - 1] if random.random() < 0.5 else MONTHS[m - 1][:3]
    return f"{d} {name} {y}", f"{y}-{m:02d}-{d:02d}"


pairs = list({random_pair() for _ in range(2600)})
pairs.sort()
random.shuffle(pairs)
train_pairs, test_pairs = pairs[:2100], pairs[2100:2400]


def to_tensor(lines):
    ids = [[index[c] for c in line] + [EOS] for line in lines]
    out = torch.full((len(ids), max(map(len, ids))), PAD)
    for i, row in enumerate(ids):
        out[i, :len(row)] = torch.tensor(row)
    return out


class EncoderRNN(nn.Module):
    def __init__(self, hidden_size):
        super(EncoderRNN, self).__init__()
        self.embedding = nn.Embedding(len(CHARS), 32, padding_idx=PAD)
        self.gru = nn.GRU(32, hidden_size // 2, batch_first=True, bidirectional=True)

    def forward(self, input):
        lengths = (input != PAD).sum(dim=1)
        packed = pack_padded_sequence(self.embedding(input), lengths, batch_first=True, enforce_sorted=False)
        output, hidden = self.gru(packed)
        output, _ = pad_packed_sequence(output, batch_first=True)
        return output, torch.cat([hidden[0], hidden[1]], dim=1)


class AttnDecoderRNN(nn.Module):
    def __init__(self, hidden_size):
        super(AttnDecoderRNN, self).__init__()
        self.embedding = nn.Embedding(len(CHARS), 32, padding_idx=PAD)
        self.cell = nn.GRUCell(32 + hidden_size, hidden_size)
        self.query = nn.Linear(hidden_size, hidden_size)
        self.out = nn.Linear(2 * hidden_size, len(CHARS))

    def step(self, token, hidden, memory, mask, context):
        hidden = self.cell(torch.cat([self.embedding(token), context], dim=1), hidden)
        scores = torch.bmm(memory, self.query(hidden).unsqueeze(2)).squeeze(2) / hidden.size(1) ** 0.5
        weights = F.softmax(scores.masked_fill(mask, -1e9), dim=1)
        context = torch.bmm(weights.unsqueeze(1), memory).squeeze(1)
        return self.out(torch.cat([hidden, context], dim=1)), hidden, context

    def forward(self, memory, hidden, mask, length, target=None):
        token = torch.full((memory.size(0),), SOS)
        context = torch.zeros_like(hidden)
        outputs = []
        for i in range(length):
            logits, hidden, context = self.step(token, hidden, memory, mask, context)
            outputs.append(logits)
            if target is not None:
                token = target[:, i]                 # teacher forcing
            else:
                token = logits.argmax(1).detach()    # its own word
        return torch.stack(outputs, dim=1)


def train(encoder, decoder, n_epochs, batch_size=60, learning_rate=4e-3):
    optimizer = torch.optim.Adam([*encoder.parameters(), *decoder.parameters()], lr=learning_rate)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=n_epochs)
    criterion = nn.CrossEntropyLoss(ignore_index=PAD)
    for epoch in range(1, n_epochs + 1):
        encoder.train(), decoder.train()
        random.shuffle(train_pairs)
        total, batches = 0.0, 0
        for k in range(0, len(train_pairs), batch_size):
            source, target = map(to_tensor, zip(*train_pairs[k:k + batch_size]))
            memory, hidden = encoder(source)
            logits = decoder(memory, hidden, source == PAD, target.size(1), target)
            loss = criterion(logits.flatten(0, 1), target.flatten())
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            total, batches = total + loss.item(), batches + 1
        scheduler.step()
        print(f"epoch {epoch}: loss {total / batches:.4f}")


@torch.no_grad()
def exact_matches(encoder, decoder):
    encoder.eval(), decoder.eval()
    source, target = map(to_tensor, zip(*test_pairs))
    memory, hidden = encoder(source)
    written = decoder(memory, hidden, source == PAD, target.size(1)).argmax(2)
    return (written == target).all(dim=1).float().mean().item()


encoder, decoder = EncoderRNN(64), AttnDecoderRNN(64)
train(encoder, decoder, n_epochs=6)
print(f"exact matches {exact_matches(encoder, decoder):.4f}")
