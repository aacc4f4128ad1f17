"""From which made-up country does a name come? Letters, a bidirectional GRU, mean over the letters. Accuracy about 0.95."""
import os, random, string
import torch, torch.nn as nn, torch.nn.functional as F

SEED = int(os.environ.get("SEED", 4))
random.seed(SEED)
torch.manual_seed(SEED)

SYLLABLES = {
    "Ostra": ["ko", "vir", "sla", "dra", "mir", "zan", "bo"],
    "Lumia": ["la", "ri", "eno", "mi", "sa", "lu", "te"],
    "Hvard": ["sko", "gar", "ulf", "bja", "thor", "ing", "dal"],
    "Tanu": ["ka", "no", "mi", "ta", "shi", "ra", "ko"],
}
COUNTRIES = sorted(SYLLABLES)
ENDINGS = {"Ostra": ["ev", "ska", ""], "Lumia": ["a", "io", ""], "Hvard": ["son", "sen", ""], "Tanu": ["to", "ki", ""]}
ALPHABET = " " + string.ascii_lowercase      # 0 is padding


def name_of(country):
    parts = random.choices(SYLLABLES[country], k=random.choice([1, 1, 2, 2, 3, 4]))
    if random.random() < 0.2:                # a foreign syllable
        parts[0] = random.choice(SYLLABLES[random.choice(COUNTRIES)])
    return ("".join(parts) + random.choice(ENDINGS[country]))[:16]


pairs = [(name_of(c), COUNTRIES.index(c)) for c in random.choices(COUNTRIES, k=3600)]
unique = sorted(set(pairs))
random.shuffle(unique)
cut = int(0.8 * len(unique))


def to_tensor(rows):
    names = torch.zeros(len(rows), 16, dtype=torch.long)
    for i, (name, _) in enumerate(rows):
        names[i, :len(name)] = torch.tensor([ALPHABET.index(ch) for ch in name])
    return names, torch.tensor([label for _, label in rows])


train_x, train_y = to_tensor(unique[:cut])
dev_x, dev_y = to_tensor(unique[cut:])
print(len(train_x), "training names,", len(dev_x), "for development")


class NameRNN(nn.Module):
    def __init__(self, emb=24, hid=40):
        super().__init__()
        self.emb = nn.Embedding(len(ALPHABET), emb, padding_idx=0)
        self.rnn = nn.GRU(emb, hid, bidirectional=True, batch_first=True)
        self.drop = nn.Dropout(0.2)
        self.out = nn.Linear(2 * hid, len(COUNTRIES))

    def forward(self, names):
        mask = (names != 0).unsqueeze(-1).float()
        states, _ = self.rnn(self.emb(names))
        mean = (states * mask).sum(1) / mask.sum(1)
        return self.out(self.drop(mean))


rnn = NameRNN()
opt = torch.optim.NAdam(rnn.parameters(), lr=4e-3)
for epoch in range(8):
    rnn.train()
    total = 0
    for idx in torch.randperm(len(train_x)).split(64):
        loss = F.cross_entropy(rnn(train_x[idx]), train_y[idx], label_smoothing=0.05)
        opt.zero_grad(); loss.backward(); opt.step()
        total += loss.item() * len(idx)
    rnn.eval()
    with torch.no_grad():
        acc = (rnn(dev_x).argmax(1) == dev_y).float().mean().item()
    print('epoch %d  loss %.3f  dev accuracy %.3f' % (epoch, total / len(train_x), acc))
print('dev accuracy %.4f' % acc)
