"""Tagging tokens with a tiny DistilBERT (from a random config) and the Trainer."""
import os
import random

import numpy as np
import torch
from torch.utils.data import Dataset
from transformers import DistilBertConfig, DistilBertForTokenClassification, Trainer, TrainingArguments, set_seed

SEED = int(os.environ.get("SEED", 0))
set_seed(SEED)

# tokens: 0 pad, 1 "not", 2..21 names, 22..41 places, 42..61 other; a name after "not" is an "other"
PAD, NOT = 0, 1
O, NAME, PLACE = 0, 1, 2
MAX_LEN = 16


def sentence():
    tokens, tags = [], []
    for _ in range(random.randint(5, MAX_LEN)):
        previous = tokens[-1] if tokens else None
        token = random.choice([NOT] * 8 + list(range(2, 62)))
        if previous == NOT:
            tag = O
        elif 2 <= token < 22:
            tag = NAME
        elif 22 <= token < 42:
            tag = PLACE
        else:
            tag = O
        tokens.append(token)
        tags.append(tag)
    return tokens, tags


class Tagged(Dataset):
    def __init__(self, n):
        self.rows = [sentence() for _ in range(n)]

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, i):
        tokens, tags = self.rows[i]
        fill = MAX_LEN - len(tokens)
        return {
            "input_ids": torch.tensor(tokens + [PAD] * fill),
            "attention_mask": torch.tensor([1] * len(tokens) + [0] * fill),
            "labels": torch.tensor(tags + [-100] * fill),
        }


def compute_metrics(eval_pred):
    logits, labels = eval_pred
    predictions = np.argmax(logits, axis=-1)
    known = labels != -100
    return {"accuracy": float((predictions[known] == labels[known]).mean())}


config = DistilBertConfig(vocab_size=62, dim=48, n_layers=2, n_heads=4, hidden_dim=128, max_position_embeddings=MAX_LEN,
                          num_labels=3, dropout=0.0, attention_dropout=0.0)
model = DistilBertForTokenClassification(config)
args = TrainingArguments(
    output_dir="hf_token_tagger", num_train_epochs=12, per_device_train_batch_size=32, per_device_eval_batch_size=256,
    learning_rate=3e-3, warmup_steps=40, weight_decay=0.01, eval_strategy="epoch", save_strategy="no",
    logging_strategy="epoch", report_to=[], use_cpu=True, disable_tqdm=True, seed=SEED,
)
trainer = Trainer(model=model, args=args, train_dataset=Tagged(1200), eval_dataset=Tagged(300), compute_metrics=compute_metrics)
trainer.train()
print("eval accuracy:", round(trainer.evaluate()["eval_accuracy"], 4))
