"""A character-level transformer language model on words and their plurals or reversals, with nn.TransformerEncoder."""
import math
import os
import random
import torch
import torch.nn as nn
import torch.nn.functional as F

seed = int(os.environ.get("SEED", 0))
random.seed(seed)
torch.manual_seed(seed)

words = ["red", "blue", "green", "house", "mouse", "river", "stone", "cloud"]
pieces = []
for _ in range(4000):
    w = random.choice(words)
    pieces.append(f"{w} {w[::-1]}" if random.random() < 0.5 else f"{w} {w}s")
text = ". ".join(pieces)
chars = sorted(set(text))
stoi = {c: i for i, c in enumerate(chars)}
data = torch.tensor([stoi[c] for c in text])
split = int(0.9 * len(data))
train_data, val_data = data[:split], data[split:]

# hyperparameters
block, batch_size, d_model, n_head, n_layer = 32, 32, 48, 4, 2
max_iters, lr, warmup = 400, 3e-3, 40


def get_batch(source):
    starts = torch.randint(len(source) - block - 1, (batch_size,))
    x = torch.stack([source[s:s + block] for s in starts])
    y = torch.stack([source[s + 1:s + block + 1] for s in starts])
    return x, y


class CharTransformer(nn.Module):
    def __init__(self, vocab_size):
        super().__init__()
        self.tok = nn.Embedding(vocab_size, d_model)
        self.pos = nn.Embedding(block, d_model)
        layer = nn.TransformerEncoderLayer(d_model, n_head, 4 * d_model, dropout=0.0, batch_first=True, norm_first=True)
        self.blocks = nn.TransformerEncoder(layer, n_layer, enable_nested_tensor=False)
        self.ln = nn.LayerNorm(d_model)
        self.head = nn.Linear(d_model, vocab_size)
        self.register_buffer("mask", nn.Transformer.generate_square_subsequent_mask(block))

    def forward(self, idx):
        T = idx.size(1)
        h = self.tok(idx) + self.pos(torch.arange(T))
        h = self.blocks(h, mask=self.mask[:T, :T])
        return self.head(self.ln(h))


model = CharTransformer(len(chars))
print(sum(p.numel() for p in model.parameters()), "parameters")
optimizer = torch.optim.AdamW(model.parameters(), lr=lr, weight_decay=0.01)
scheduler = torch.optim.lr_scheduler.LambdaLR(
    optimizer,
    lambda it: min(1.0, (it + 1) / warmup) * 0.5 * (1 + math.cos(math.pi * it / max_iters)),
)


@torch.no_grad()
def estimate_loss():
    model.eval()
    losses = []
    for _ in range(10):
        x, y = get_batch(val_data)
        logits = model(x)
        losses.append(F.cross_entropy(logits.view(-1, len(chars)), y.view(-1)).item())
    model.train()
    return sum(losses) / len(losses)


@torch.no_grad()
def generate(n):
    model.eval()
    idx = torch.tensor([[stoi["."], stoi[" "]]])
    for _ in range(n):
        probs = F.softmax(model(idx[:, -block:])[:, -1], dim=-1)
        idx = torch.cat([idx, torch.multinomial(probs, 1)], dim=1)
    return "".join(chars[i] for i in idx[0])


model.train()
for it in range(max_iters):
    x, y = get_batch(train_data)
    logits = model(x)
    loss = F.cross_entropy(logits.view(-1, len(chars)), y.view(-1))
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
    optimizer.step()
    scheduler.step()
    if it % 50 == 0:
        print(f"iter {it}: train {loss.item():.4f} val {estimate_loss():.4f}")
sample = generate(300)
print(sample)
good = [p for p in sample.split(". ")[1:-1] if p and p.split(" ")[0] in words]
print("words spelt well: %d of %d" % (len(good), len(sample.split(". ")[1:-1])))
print("val loss %.4f" % estimate_loss())
