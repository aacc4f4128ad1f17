"""nn.TransformerEncoder as a language model of letters, on a text that counts. Validation loss about 0.3 nats per letter.

After the tutorial "Language modeling with nn.Transformer"; LambdaLR warms up and decays.
"""

import math
import os
import random
import time

import torch
from torch import Tensor, nn

manual_seed = int(os.environ.get("SEED", 1))
torch.manual_seed(manual_seed)
random.seed(manual_seed)

ONES = "zero one two three four five six seven eight nine".split()
TENS = "- ten twenty thirty forty fifty sixty seventy eighty ninety".split()


def spell(n: int) -> str:
    return ONES[n] if n < 10 else TENS[n // 10] + (" " + ONES[n % 10] if n % 10 else "")


def counting() -> str:
    start = random.randrange(90)
    return ", ".join(spell(n) for n in range(start, start + 4)) + ". "


corpus = "".join(counting() for _ in range(900))
itos = sorted(set(corpus))
stoi = {c: i for i, c in enumerate(itos)}
ids = torch.tensor([stoi[c] for c in corpus])
cut = int(0.85 * len(ids))
train_ids, valid_ids = ids[:cut], ids[cut:]
SEQ, BATCH, STEPS = 48, 16, 260


def batch_of(source: Tensor) -> tuple[Tensor, Tensor]:
    starts = torch.randint(0, len(source) - SEQ - 1, (BATCH,))
    rows = torch.stack([source[s : s + SEQ + 1] for s in starts])
    return rows[:, :-1], rows[:, 1:]


class PositionalEncoding(nn.Module):
    def __init__(self, d_model: int, max_len: int = 200):
        super().__init__()
        position = torch.arange(max_len).unsqueeze(1)
        div_term = torch.exp(torch.arange(0, d_model, 2) * (-math.log(10000.0) / d_model))
        pe = torch.zeros(1, max_len, d_model)
        pe[0, :, 0::2] = torch.sin(position * div_term)
        pe[0, :, 1::2] = torch.cos(position * div_term)
        self.register_buffer("pe", pe)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.pe[:, : x.size(1)]


class TransformerModel(nn.Module):
    def __init__(self, ntoken: int, d_model: int = 64, nhead: int = 4, d_hid: int = 128, nlayers: int = 2):
        super().__init__()
        self.d_model = d_model
        self.embedding = nn.Embedding(ntoken, d_model)
        self.pos_encoder = PositionalEncoding(d_model)
        layer = nn.TransformerEncoderLayer(d_model, nhead, d_hid, dropout=0.05, batch_first=True)
        self.transformer_encoder = nn.TransformerEncoder(layer, nlayers)
        self.linear = nn.Linear(d_model, ntoken)
        nn.init.uniform_(self.embedding.weight, -0.1, 0.1)

    def forward(self, src: Tensor) -> Tensor:
        mask = nn.Transformer.generate_square_subsequent_mask(src.size(1))
        x = self.pos_encoder(self.embedding(src) * math.sqrt(self.d_model))
        x = self.transformer_encoder(x, mask=mask)
        return self.linear(x)


model = TransformerModel(len(itos))
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(model.parameters(), lr=3e-3)
scheduler = torch.optim.lr_scheduler.LambdaLR(
    optimizer, lambda step: min((step + 1) / 40, max(0.05, 1 - (step - 40) / (STEPS - 40)))
)


def evaluate() -> float:
    model.eval()
    with torch.no_grad():
        losses = []
        for _ in range(10):
            data, targets = batch_of(valid_ids)
            losses.append(criterion(model(data).flatten(0, 1), targets.flatten()).item())
    return sum(losses) / len(losses)


start_time = time.time()
for step in range(STEPS):
    model.train()
    data, targets = batch_of(train_ids)
    output = model(data)
    loss = criterion(output.flatten(0, 1), targets.flatten())
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
    optimizer.step()
    scheduler.step()
    if step % 50 == 0:
        print(f"| step {step:4d} | {time.time() - start_time:4.1f} s | loss {loss.item():.3f} | valid {evaluate():.3f}")
valid = evaluate()
print(f"| end of training | valid loss {valid:.4f} | valid ppl {math.exp(valid):.3f}")
