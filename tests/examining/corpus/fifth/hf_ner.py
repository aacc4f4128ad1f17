"""Token classification with the Hugging Face Trainer and a tiny DistilBERT from scratch."""
import os
import random

import numpy as np
import torch
from transformers import DistilBertConfig, DistilBertForTokenClassification, Trainer, TrainingArguments, set_seed

seed = int(os.environ.get("SEED", 0))
set_seed(seed)

label_list = ["O", "PER", "LOC"]
NAMES = [f"name{i}" for i in range(8)]
WORDS = [f"word{i}" for i in range(20)]
AMBIGUOUS = ["paris", "jordan", "florence", "austin", "sydney", "chelsea"]  # people or places


def make_sentence():
    words, tags = [], []
    for _ in range(random.randint(2, 5)):
        kind = random.random()
        if kind < 0.35:
            words += ["in", random.choice(AMBIGUOUS)]
            tags += [0, 2]
        elif kind < 0.7:
            words += [random.choice(["mr", "mrs"]), random.choice(AMBIGUOUS + NAMES)]
            tags += [0, 1]
        else:
            k = random.randint(1, 4)
            words += random.choices(WORDS, k=k)
            tags += [0] * k
    return words, tags


vocab = ["[PAD]", "[CLS]", "[SEP]", "in", "mr", "mrs"] + NAMES + WORDS + AMBIGUOUS
ids = {w: i for i, w in enumerate(vocab)}
MAX_LEN = 24


def tokenize_and_align_labels(words, tags):
    input_ids = [1] + [ids[w] for w in words] + [2]
    labels = [-100] + tags + [-100]
    attention = [1] * len(input_ids)
    pad = MAX_LEN - len(input_ids)
    return {
        "input_ids": torch.tensor(input_ids + [0] * pad),
        "attention_mask": torch.tensor(attention + [0] * pad),
        "labels": torch.tensor(labels + [-100] * pad),
    }


train_dataset = [tokenize_and_align_labels(*make_sentence()) for _ in range(900)]
eval_dataset = [tokenize_and_align_labels(*make_sentence()) for _ in range(200)]


def compute_metrics(p):
    preds = np.argmax(p.predictions, axis=-1)
    mask = p.label_ids != -100
    preds, gold = preds[mask], p.label_ids[mask]
    tp = ((preds == gold) & (gold > 0)).sum()
    precision = tp / max((preds > 0).sum(), 1)
    recall = tp / max((gold > 0).sum(), 1)
    return {"f1": float(2 * precision * recall / max(precision + recall, 1e-9)), "accuracy": float((preds == gold).mean())}


config = DistilBertConfig(
    vocab_size=len(vocab), dim=32, hidden_dim=64, n_layers=2, n_heads=4, initializer_range=0.1,
    max_position_embeddings=MAX_LEN, num_labels=len(label_list), pad_token_id=0,
)
model = DistilBertForTokenClassification(config)

args = TrainingArguments(
    output_dir="hf_ner_out",
    learning_rate=3e-3,
    per_device_train_batch_size=16,
    per_device_eval_batch_size=100,
    num_train_epochs=3,
    weight_decay=0.01,
    warmup_steps=10,
    eval_strategy="epoch",
    logging_steps=10,
    save_strategy="no",
    report_to=[],
    disable_tqdm=True,
    use_cpu=True,
    seed=seed,
)
trainer = Trainer(
    model=model,
    args=args,
    train_dataset=train_dataset,
    eval_dataset=eval_dataset,
    compute_metrics=compute_metrics,
)
trainer.train()
metrics = trainer.evaluate()
print(f"eval f1 {metrics['eval_f1']:.4f} accuracy {metrics['eval_accuracy']:.4f}")
