"""
makemore, part 2: a character-level MLP (Bengio et al. 2003), every parameter and every update by hand.
Words come from the descriptions that scikit-learn ships with its data sets.
dev loss: about 2.4, uniform guessing is ln 27 = 3.3, letter frequencies about 2.9
"""
import os, re, random
import torch
import torch.nn.functional as F
from sklearn import datasets

seed = int(os.environ.get("SEED", 2147483647))
random.seed(seed)
g = torch.Generator().manual_seed(seed)

text = " ".join(load().DESCR for load in (datasets.load_iris, datasets.load_diabetes, datasets.load_breast_cancer,
                                          datasets.load_wine, datasets.load_digits, datasets.load_linnerud))
words = sorted(set(re.findall(r"\b[a-z]{3,}\b", text.lower())))
random.shuffle(words)
stoi = {s: i + 1 for i, s in enumerate("abcdefghijklmnopqrstuvwxyz")}
stoi['.'] = 0
itos = {i: s for s, i in stoi.items()}
block_size = 3 # context length: how many characters do we take to predict the next one?

def build_dataset(words):
    X, Y = [], []
    for w in words:
        context = [0] * block_size
        for ch in w + '.':
            ix = stoi[ch]
            X.append(context)
            Y.append(ix)
            context = context[1:] + [ix] # crop and append
    return torch.tensor(X), torch.tensor(Y)

n1 = int(0.85 * len(words))
Xtr, Ytr = build_dataset(words[:n1])
Xdev, Ydev = build_dataset(words[n1:])
print(len(words), 'words', Xtr.shape, Xdev.shape)

n_embd, n_hidden = 8, 100
C  = torch.randn((27, n_embd),                     generator=g)
W1 = torch.randn((n_embd * block_size, n_hidden),  generator=g) * (5/3) / (n_embd * block_size)**0.5
b1 = torch.randn(n_hidden,                         generator=g) * 0.01
W2 = torch.randn((n_hidden, 27),                   generator=g) * 0.01
b2 = torch.zeros(27)
parameters = [C, W1, b1, W2, b2]
for p in parameters:
    p.requires_grad = True
print(sum(p.nelement() for p in parameters), 'parameters')

def forward(X):
    emb = C[X]                                     # (N, block_size, n_embd)
    h = torch.tanh(emb.view(emb.shape[0], -1) @ W1 + b1)
    return h @ W2 + b2

max_steps = 3500
batch_size = 32
lossi = []
for i in range(max_steps):

    # minibatch construct
    ix = torch.randint(0, Xtr.shape[0], (batch_size,), generator=g)
    loss = F.cross_entropy(forward(Xtr[ix]), Ytr[ix])

    # backward pass
    for p in parameters:
        p.grad = None
    loss.backward()

    # update
    lr = 0.1 if i < 2500 else 0.01 # step learning rate decay
    for p in parameters:
        p.data += -lr * p.grad

    # track stats
    lossi.append(loss.item())
    if i % 500 == 0:
        print(f'{i:7d}/{max_steps:7d}: {loss.item():.4f}')

@torch.no_grad()
def split_loss(X, Y):
    return F.cross_entropy(forward(X), Y).item()

# sample from the model
for _ in range(5):
    out, context = [], [0] * block_size
    while len(out) < 20:
        with torch.no_grad():
            probs = F.softmax(forward(torch.tensor([context])), dim=1)
        ix = torch.multinomial(probs, num_samples=1, generator=g).item()
        if ix == 0:
            break
        context = context[1:] + [ix]
        out.append(itos[ix])
    print(''.join(out))
print(f'train loss {split_loss(Xtr, Ytr):.4f} dev loss {split_loss(Xdev, Ydev):.4f}')
