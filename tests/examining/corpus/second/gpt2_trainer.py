"""Causal language modelling with Trainer and a tiny GPT-2: sentences of an invented language, padded to one length.

Evaluation loss about 1.05 (a uniform guess: ln 40 = 3.69).
"""
import os
import tempfile

import numpy as np
import torch
from transformers import GPT2Config, GPT2LMHeadModel, Trainer, TrainingArguments, set_seed

SEED = int(os.environ.get("SEED", 0))
set_seed(SEED)
rng = np.random.default_rng(SEED)

BOS, PAD, VOCAB, MAX_LEN = 0, 1, 40, 20
subjects, verbs, objects, adverbs = np.arange(2, 10), np.arange(10, 18), np.arange(18, 34), np.arange(34, 40)


def sentence():
    """Subject, verb, object, sometimes an adverb; the verb goes with its subject, the object with its verb."""
    s = rng.integers(8)
    v = (s + rng.integers(2)) % 8
    words = [subjects[s], verbs[v], objects[2 * v + rng.integers(2)]]
    if rng.random() < 0.5:
        words.append(adverbs[rng.integers(6)])
    return [int(w) for w in words]


def example():
    ids = [BOS]
    for _ in range(rng.integers(1, 5)):
        ids += sentence()
    n = len(ids)
    return {"input_ids": ids + [PAD] * (MAX_LEN - n), "attention_mask": [1] * n + [0] * (MAX_LEN - n)}


def collate(examples):
    batch = {key: torch.tensor([e[key] for e in examples]) for key in examples[0]}
    labels = batch["input_ids"].clone()
    labels[batch["attention_mask"] == 0] = -100  # padding does not count
    batch["labels"] = labels
    return batch


train_dataset = [example() for _ in range(1600)]
eval_dataset = [example() for _ in range(300)]

config = GPT2Config(
    vocab_size=VOCAB, n_positions=MAX_LEN, n_embd=48, n_layer=2, n_head=4,
    resid_pdrop=0.0, embd_pdrop=0.0, attn_pdrop=0.0, bos_token_id=BOS, eos_token_id=BOS,
)
model = GPT2LMHeadModel(config)
print(f"GPT-2 size: {model.num_parameters() / 1000:.1f}k parameters")

with tempfile.TemporaryDirectory() as tmp:
    args = TrainingArguments(
        output_dir=tmp,
        per_device_train_batch_size=16,
        per_device_eval_batch_size=100,
        eval_strategy="epoch",
        num_train_epochs=3,
        weight_decay=0.1,
        warmup_steps=20,
        lr_scheduler_type="cosine",
        learning_rate=3e-3,
        logging_steps=100,
        save_strategy="no",
        report_to="none",
        use_cpu=True,
        disable_tqdm=True,
        seed=SEED,
        dataloader_pin_memory=False,
    )
    trainer = Trainer(
        model=model, args=args, train_dataset=train_dataset, eval_dataset=eval_dataset, data_collator=collate
    )
    trainer.train()
    print("eval_loss", round(trainer.evaluate()["eval_loss"], 4))
