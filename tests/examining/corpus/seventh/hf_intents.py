"""The Hugging Face Trainer with a tiny BERT from scratch: intents of commands to a smart home."""
import os
import random

import numpy as np
import torch
from torch.utils.data import Dataset
from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments, set_seed

SEED = int(os.environ.get("SEED", 42))
set_seed(SEED)

THINGS = ["lamp", "heating", "radio", "fan", "blinds", "oven"]
ROOMS = ["kitchen", "hall", "bedroom", "office", "bathroom"]
POLITE = ["please", "hey", "could you", "now", "quickly", "i want you to"]
PATTERNS = {
    "on": ["turn the {t} in the {r} on", "switch on the {r} {t}", "start the {t} in the {r}"],
    "off": ["turn the {t} in the {r} off", "switch off the {r} {t}", "stop the {t} in the {r}"],
    "query": ["is the {t} in the {r} on", "is the {r} {t} off", "what about the {t} in the {r}"],
    "timer": ["turn the {t} in the {r} on at {n}", "switch off the {r} {t} at {n}", "at {n} start the {t}"],
}
LABELS = list(PATTERNS)


def make_command():
    label = random.choice(LABELS)
    text = random.choice(PATTERNS[label]).format(
        t=random.choice(THINGS), r=random.choice(ROOMS), n=random.choice(["six", "seven", "noon", "nine"])
    )
    if random.random() < 0.6:
        text = random.choice(POLITE) + " " + text
    return text, LABELS.index(label)


train_samples = [make_command() for _ in range(800)]
eval_samples = [make_command() for _ in range(200)]
words = sorted({w for text, _ in train_samples for w in text.split()})
vocab = {"[PAD]": 0, "[CLS]": 1, "[UNK]": 2} | {w: i + 3 for i, w in enumerate(words)}


def tokenize(text, max_length=16):
    ids = [vocab["[CLS]"]] + [vocab.get(w, vocab["[UNK]"]) for w in text.split()]
    ids = ids[:max_length]
    n_pad = max_length - len(ids)
    return {"input_ids": ids + [0] * n_pad, "attention_mask": [1] * len(ids) + [0] * n_pad}


class CommandDataset(Dataset):
    def __init__(self, samples):
        self.encodings = [tokenize(text) for text, _ in samples]
        self.labels = [label for _, label in samples]

    def __len__(self):
        return len(self.labels)

    def __getitem__(self, idx):
        item = {key: torch.tensor(val) for key, val in self.encodings[idx].items()}
        item["labels"] = torch.tensor(self.labels[idx])
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
    max_position_embeddings=32,
    hidden_dropout_prob=0.1,
    attention_probs_dropout_prob=0.0,
    num_labels=len(LABELS),
    initializer_range=0.1,
    pad_token_id=vocab["[PAD]"],
)
model = BertForSequenceClassification(config)

training_args = TrainingArguments(
    output_dir="intents",
    num_train_epochs=5,
    per_device_train_batch_size=16,
    per_device_eval_batch_size=100,
    learning_rate=2e-3,
    warmup_steps=40,
    weight_decay=0.01,
    logging_steps=50,
    eval_strategy="epoch",
    save_strategy="no",
    report_to=[],
    use_cpu=True,
    disable_tqdm=True,
    seed=SEED,
)
trainer = Trainer(
    model=model,
    args=training_args,
    train_dataset=CommandDataset(train_samples),
    eval_dataset=CommandDataset(eval_samples),
    compute_metrics=compute_metrics,
)
trainer.train()
metrics = trainer.evaluate()
print(f"eval accuracy {metrics['eval_accuracy']:.4f}")
