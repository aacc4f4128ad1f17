"""Fake product reviews, a tiny BERT trained from scratch with the Hugging Face Trainer."""
import os
import random

import numpy as np
import torch
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments, set_seed

SEED = int(os.environ.get("SEED", 42))
set_seed(SEED)

GOOD = "great lovely excellent sturdy brilliant handy perfect beautiful".split()
BAD = "awful broken cheap useless terrible ugly flimsy noisy".split()
THINGS = "battery screen handle cover box cable button lid strap wheel motor colour".split()
FILLER = "i bought this for my sister and we have used it every day since then in the garden".split()


def make_review():
    label = random.randint(0, 1)
    words = random.choices(FILLER, k=random.randint(2, 8))
    for _ in range(2):
        negate = random.random() < 0.25
        adjective = random.choice(GOOD if label != negate else BAD)
        words += ["the", random.choice(THINGS), "is"] + (["not"] if negate else []) + [adjective]
    return " ".join(words), label


train_reviews = [make_review() for _ in range(2000)]
test_reviews = [make_review() for _ in range(400)]

vocab = {"[PAD]": 0, "[UNK]": 1, "[CLS]": 2}
for text, _ in train_reviews:
    for word in text.split():
        vocab.setdefault(word, len(vocab))


class ReviewDataset(torch.utils.data.Dataset):
    def __init__(self, reviews, max_length=20):
        self.encodings = [self.encode(text, max_length) for text, _ in reviews]
        self.labels = [label for _, label in reviews]

    def encode(self, text, max_length):
        ids = [vocab["[CLS]"]] + [vocab.get(w, vocab["[UNK]"]) for w in text.split()]
        ids = ids[:max_length]
        padding = max_length - len(ids)
        return {"input_ids": ids + [0] * padding, "attention_mask": [1] * len(ids) + [0] * padding}

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, i):
        item = {k: torch.tensor(v) for k, v in self.encodings[i].items()}
        item["labels"] = torch.tensor(self.labels[i])
        return item


def compute_metrics(eval_pred):
    logits, labels = eval_pred
    predictions = np.argmax(logits, axis=-1)
    return {"accuracy": float((predictions == labels).mean())}


config = BertConfig(
    vocab_size=len(vocab),
    hidden_size=32,
    num_hidden_layers=2,
    num_attention_heads=4,
    intermediate_size=64,
    max_position_embeddings=24,
    num_labels=2,
    initializer_range=0.1,
    hidden_dropout_prob=0.0,
    attention_probs_dropout_prob=0.0,
)
model = BertForSequenceClassification(config)

training_args = TrainingArguments(
    output_dir="trainer_out",
    num_train_epochs=4,
    per_device_train_batch_size=32,
    per_device_eval_batch_size=200,
    learning_rate=3e-3,
    warmup_steps=30,
    weight_decay=0.01,
    eval_strategy="epoch",
    save_strategy="no",
    logging_steps=50,
    report_to="none",
    disable_tqdm=True,
    use_cpu=True,
    seed=SEED,
)
trainer = Trainer(
    model=model,
    args=training_args,
    train_dataset=ReviewDataset(train_reviews),
    eval_dataset=ReviewDataset(test_reviews),
    compute_metrics=compute_metrics,
)
trainer.train()
print(f"test accuracy {trainer.evaluate()['eval_accuracy']:.4f}")
