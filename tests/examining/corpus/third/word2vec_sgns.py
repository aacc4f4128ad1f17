"""word2vec, skip-gram with negative sampling, on a made-up corpus whose words belong to ten topics.

Score: of the five nearest neighbours of a word, how many share its topic. About 0.8; chance is 0.1.
"""
import os
import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

SEED = int(os.environ.get("SEED", 8))
np.random.seed(SEED)
torch.manual_seed(SEED)

N_TOPICS, WORDS_PER_TOPIC, N_COMMON = 10, 30, 20
VOCAB = N_TOPICS * WORDS_PER_TOPIC + N_COMMON
topic_of = np.repeat(np.arange(N_TOPICS), WORDS_PER_TOPIC)
zipf = 1 / np.arange(2, WORDS_PER_TOPIC + 2) ** 0.5
zipf /= zipf.sum()


def sentence(length=12):
    topic = np.random.randint(N_TOPICS)
    words = topic * WORDS_PER_TOPIC + np.random.choice(WORDS_PER_TOPIC, length, p=zipf)
    common = VOCAB - N_COMMON + np.random.randint(N_COMMON, size=length)
    other = np.random.randint(VOCAB - N_COMMON, size=length)
    dice = np.random.rand(length)
    return np.where(dice < 0.3, words, np.where(dice < 0.6, common, other))


corpus = [sentence() for _ in range(1800)]
counts = np.bincount(np.concatenate(corpus), minlength=VOCAB)
noise_dist = torch.tensor((counts / counts.sum()) ** 0.75, dtype=torch.float32)


def skip_grams(corpus, window=3):
    for line in corpus:
        for i, center in enumerate(line):
            for j in range(max(0, i - window), min(len(line), i + window + 1)):
                if j != i:
                    yield center, line[j]


pairs = torch.tensor(np.array(list(skip_grams(corpus))))
print(f"{len(pairs)} pairs")


class SkipGramNeg(nn.Module):
    def __init__(self, n_vocab, n_embed):
        super().__init__()
        self.in_embed = nn.Embedding(n_vocab, n_embed)
        self.out_embed = nn.Embedding(n_vocab, n_embed)
        self.in_embed.weight.data.uniform_(-0.5 / n_embed, 0.5 / n_embed)
        self.out_embed.weight.data.zero_()

    def forward(self, center, context, negatives):
        v = self.in_embed(center)                                        # (B, D)
        positive = (v * self.out_embed(context)).sum(1)                  # (B,)
        negative = torch.bmm(self.out_embed(negatives), v.unsqueeze(2)).squeeze(2)   # (B, K)
        return -(F.logsigmoid(positive) + F.logsigmoid(-negative).sum(1)).mean()


def topic_precision(weight, k=5):
    w = F.normalize(weight[:VOCAB - N_COMMON], dim=1)
    sim = w @ w.T
    sim.fill_diagonal_(-1)
    near = sim.topk(k, dim=1).indices.numpy()
    return (topic_of[near] == topic_of[:, None]).mean()


model = SkipGramNeg(VOCAB, 24)
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
batch_size, K = 512, 5
steps = 0
for epoch in range(2):
    order = torch.randperm(len(pairs))
    for chunk in order.split(batch_size):
        center, context = pairs[chunk].T
        negatives = torch.multinomial(noise_dist, len(chunk) * K, replacement=True).view(-1, K)
        loss = model(center, context, negatives)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        steps += 1
        if steps % 80 == 0:
            print(f"epoch {epoch + 1} step {steps}: loss {loss.item():.4f}")
    print(f"topic precision {topic_precision(model.in_embed.weight.detach()):.4f}")
