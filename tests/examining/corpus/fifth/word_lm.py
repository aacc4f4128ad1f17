"""Word-level language model with nn.TransformerEncoder, after the PyTorch tutorial."""
import math
import os
import random

import torch
import torch.nn as nn

seed = int(os.environ.get("SEED", 0))
random.seed(seed)
torch.manual_seed(seed)

# ------------------------------------------------------------------ corpus
NOUNS = {"cat": "purrs", "dog": "barks", "bird": "sings", "cow": "moos", "fox": "yelps", "frog": "croaks"}
PLACES = ["garden", "house", "river", "forest"]


def sentence():
    noun, place = random.choice(list(NOUNS)), random.choice(PLACES)
    words = ["the"] + random.choice([[], ["old"], ["little"]]) + [noun, "in", "the", place, NOUNS[noun]]
    if random.random() < 0.5:
        words += ["near", "the", "same", place]
    return words + ["<eos>"]


def corpus(n):
    return [w for _ in range(n) for w in sentence()]


train_words, val_words = corpus(1200), corpus(250)
itos = sorted(set(train_words))
stoi = {w: i for i, w in enumerate(itos)}
ntokens = len(itos)


def batchify(words, bsz):
    data = torch.tensor([stoi[w] for w in words])
    seq_len = data.size(0) // bsz
    return data[: seq_len * bsz].view(bsz, seq_len).t().contiguous()


batch_size, eval_batch_size, bptt = 20, 10, 16
train_data = batchify(train_words, batch_size)
val_data = batchify(val_words, eval_batch_size)


def get_batch(source, i):
    seq_len = min(bptt, len(source) - 1 - i)
    data = source[i:i + seq_len]
    target = source[i + 1:i + 1 + seq_len].reshape(-1)
    return data, target


# ------------------------------------------------------------------ model
class TransformerModel(nn.Module):
    def __init__(self, ntoken, d_model=48, nhead=4, d_hid=96, nlayers=2, dropout=0.05):
        super().__init__()
        self.d_model = d_model
        self.embedding = nn.Embedding(ntoken, d_model)
        self.positions = nn.Embedding(bptt, d_model)
        layer = nn.TransformerEncoderLayer(d_model, nhead, d_hid, dropout)
        self.transformer_encoder = nn.TransformerEncoder(layer, nlayers, enable_nested_tensor=False)
        self.linear = nn.Linear(d_model, ntoken)
        self.init_weights()

    def init_weights(self):
        initrange = 0.1
        self.embedding.weight.data.uniform_(-initrange, initrange)
        self.positions.weight.data.uniform_(-initrange, initrange)
        self.linear.bias.data.zero_()
        self.linear.weight.data.uniform_(-initrange, initrange)

    def forward(self, src):
        T = src.size(0)
        mask = torch.triu(torch.full((T, T), float("-inf")), diagonal=1)
        x = self.embedding(src) * math.sqrt(self.d_model)
        x = x + self.positions(torch.arange(T)).unsqueeze(1)
        x = self.transformer_encoder(x, mask=mask)
        return self.linear(x)


model = TransformerModel(ntokens)
criterion = nn.CrossEntropyLoss()
optimizer = torch.optim.AdamW(model.parameters(), lr=3e-3)
scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1.0, gamma=0.8)


def train():
    model.train()
    total_loss, log_interval = 0.0, 10
    for batch, i in enumerate(range(0, train_data.size(0) - 1, bptt)):
        data, targets = get_batch(train_data, i)
        output = model(data).view(-1, ntokens)
        loss = criterion(output, targets)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 0.5)
        optimizer.step()
        total_loss += loss.item()
        if batch % log_interval == log_interval - 1:
            cur = total_loss / log_interval
            print(f"| {batch + 1:4d} batches | lr {scheduler.get_last_lr()[0]:.5f} | loss {cur:5.2f} | ppl {math.exp(cur):8.2f}")
            total_loss = 0.0


def evaluate(source):
    model.eval()
    total = 0.0
    with torch.no_grad():
        for i in range(0, source.size(0) - 1, bptt):
            data, targets = get_batch(source, i)
            total += len(data) * criterion(model(data).view(-1, ntokens), targets).item()
    return total / (len(source) - 1)


for epoch in range(1, 7):
    train()
    val_loss = evaluate(val_data)
    scheduler.step()
    print(f"| end of epoch {epoch} | valid loss {val_loss:5.3f} | valid ppl {math.exp(val_loss):8.2f}")

# let it speak
model.eval()
ids = [stoi["the"]]
with torch.no_grad():
    for _ in range(14):
        logits = model(torch.tensor(ids[-bptt:]).unsqueeze(1))[-1, 0]
        ids.append(logits.argmax().item())
print("sample:", " ".join(itos[i] for i in ids))
print(f"valid ppl {math.exp(val_loss):.3f}")
