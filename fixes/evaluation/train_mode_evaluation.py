"""Put the model into evaluation mode before it predicts.

## Why it failed

Dropout with p = 0.75 sets three of four hidden values to zero, at random, and multiplies the others by four. That is
meant for training. Here it goes on while the network predicts: each answer comes from another random quarter of the
hidden layer. The expected outputs are right, but their noise is as large as the distance between two digits that look
alike, and the largest output is often not the one of the right class. `torch.no_grad()` does not help: it stops the
recording of gradients and leaves the mode of the layers alone.

## Why this helps

`model.eval()` sets `training = False` in every module. Dropout then passes its inputs on unchanged, so all 144 hidden
units vote. The weights are the same, the answer is no longer drawn by lot: 0.90 to 0.94 in place of 0.78 to 0.86. The
training did not change at all; its loss curve is the same to the last digit.

## What it costs

Nothing. The next epoch must call `model.train()` again, which is why the two calls usually stand side by side.

## How to check

    assert not model.training and torch.equal(model(inputs), model(inputs))  # two looks, one answer

## When it is not the cause

If both looks agree and the scores are low, the network itself is at fault: `excessive_dropout` hurts in evaluation mode
as well. The opposite slip, a model that never gets back into training mode, is `eval_mode_training`. With batch
normalisation, predictions that depend on who else is in the batch come from the same missing call, or from
statistics of very few samples.

## References

- N. Srivastava et al., Dropout: a simple way to prevent neural networks from overfitting, 2014,
  https://jmlr.org/papers/v15/srivastava14a.html
- PyTorch, Module.eval: https://pytorch.org/docs/stable/generated/torch.nn.Module.html#torch.nn.Module.eval
- PyTorch, Autograd mechanics, "Evaluation Mode": https://pytorch.org/docs/stable/notes/autograd.html
"""

from dataclasses import replace

import torch

from scenarios.evaluation.train_mode_evaluation import broken


@torch.no_grad()
def predict(model, inputs):
    model.eval()  # dropout off, batch statistics frozen; no_grad() does neither
    return model(inputs)


evaluation_mode = replace(broken, predict=predict)
