"""Sequence to sequence with attention: read a number of 3 to 7 digits and write it backwards."""
import os
import random

import torch
from torch import nn, optim

SEED = int(os.environ.get("SEED", 3))
random.seed(SEED)
torch.manual_seed(SEED)

PAD, SOS, EOS = 0, 1, 2
VOCAB = 13  # the digits are 3..12
MAX_LEN = 8


def make_pair():
    digits = [random.randint(3, 12) for _ in range(random.randint(3, 7))]
    return digits, digits[::-1] + [EOS]


def pad(seqs):
    width = max(len(s) for s in seqs)
    return torch.tensor([s + [PAD] * (width - len(s)) for s in seqs])


def get_batch(pairs):
    src = pad([p[0] for p in pairs])
    trg = pad([p[1] for p in pairs])
    return src, trg


class Encoder(nn.Module):
    def __init__(self, emb=24, hid=64):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, emb, padding_idx=PAD)
        self.rnn = nn.GRU(emb, hid // 2, bidirectional=True, batch_first=True)

    def forward(self, src):
        lengths = (src != PAD).sum(1)
        packed = nn.utils.rnn.pack_padded_sequence(
            self.embedding(src), lengths, batch_first=True, enforce_sorted=False
        )
        outputs, hidden = self.rnn(packed)
        outputs, _ = nn.utils.rnn.pad_packed_sequence(outputs, batch_first=True)
        return outputs, torch.cat([hidden[0], hidden[1]], dim=1).unsqueeze(0)


class AttnDecoder(nn.Module):
    def __init__(self, emb=24, hid=64):
        super().__init__()
        self.embedding = nn.Embedding(VOCAB, emb, padding_idx=PAD)
        self.rnn = nn.GRU(emb, hid, batch_first=True)
        self.attn = nn.Linear(hid, hid, bias=False)
        self.concat = nn.Linear(2 * hid, hid)
        self.out = nn.Linear(hid, VOCAB)

    def forward(self, tokens, hidden, memory, mask):
        output, hidden = self.rnn(self.embedding(tokens), hidden)
        scores = self.attn(output) @ memory.transpose(1, 2)
        scores = scores.masked_fill(~mask.unsqueeze(1), -1e9)
        weights = torch.softmax(scores, dim=-1)
        context = weights @ memory
        output = torch.tanh(self.concat(torch.cat([output, context], dim=-1)))
        return self.out(output), hidden


def train_step(batch):
    src, trg = get_batch(batch)
    sos = torch.full((len(batch), 1), SOS)
    memory, hidden = encoder(src)
    decoder_input = torch.cat([sos, trg[:, :-1]], dim=1)  # teacher forcing
    logits, _ = decoder(decoder_input, hidden, memory, src != PAD)
    loss = criterion(logits.flatten(0, 1), trg.flatten())
    encoder_optimizer.zero_grad()
    decoder_optimizer.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
    nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
    encoder_optimizer.step()
    decoder_optimizer.step()
    return loss.item()


@torch.no_grad()
def exact_match(pairs):
    encoder.eval(), decoder.eval()
    src, trg = get_batch(pairs)
    memory, hidden = encoder(src)
    token = torch.full((len(pairs), 1), SOS)
    written = []
    for _ in range(MAX_LEN):
        logits, hidden = decoder(token, hidden, memory, src != PAD)
        token = logits.argmax(-1)
        written.append(token)
    written = torch.cat(written, dim=1)[:, :trg.size(1)]
    encoder.train(), decoder.train()
    return ((written == trg) | (trg == PAD)).all(dim=1).float().mean().item()


pairs = [make_pair() for _ in range(4000)]
seen = {tuple(p[0]) for p in pairs}
test_pairs = [p for p in (make_pair() for _ in range(500)) if tuple(p[0]) not in seen]

encoder, decoder = Encoder(), AttnDecoder()
encoder_optimizer = optim.Adam(encoder.parameters(), lr=5e-3)
decoder_optimizer = optim.Adam(decoder.parameters(), lr=5e-3)
criterion = nn.CrossEntropyLoss(ignore_index=PAD)
schedulers = [optim.lr_scheduler.ExponentialLR(o, gamma=0.7) for o in (encoder_optimizer, decoder_optimizer)]
batch_size = 50
for epoch in range(1, 6):
    random.shuffle(pairs)
    losses = [train_step(pairs[i:i + batch_size]) for i in range(0, len(pairs), batch_size)]
    for scheduler in schedulers:
        scheduler.step()
    print(f"epoch {epoch}  loss {sum(losses) / len(losses):.4f}  test exact match {exact_match(test_pairs):.3f}")
