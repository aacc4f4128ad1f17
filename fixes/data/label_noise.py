"""Do not let the wrong labels be learned by heart.

## Why it failed

A third of the labels are wrong, drawn at random among the other classes. A random label cannot be predicted from the
columns, but a network with 4,500 weights can store it for 750 rows. It does so late: the right labels agree with each
other, so their gradients add up and are followed first; the wrong ones point all ways, and are learned one by one
when the right ones give no more gradient. After one epoch the network is right on 0.96 of new rows.
After 16 it repeats 99 in 100 training labels, so nearly all of the wrong ones too, and around each of those rows it
gives wrong answers. The validation labels are as wrong as the training labels: even a perfect model would score about
2/3 there.

## Why this helps

- `early_stopping` ends the training when the validation loss no longer improves, and goes back to the best weights.
  It works although the validation labels are noisy, because their noise is not the noise that was learned. It ends at
  0.94 to 0.98. Try it first.
- `robust_loss` is 1 − p, with p the probability of the given label. Cross-entropy's gradient on the logits is p − 1
  for that label, so a label the network finds absurd pulls hardest. Here it is p(p − 1): such a label hardly pulls at
  all. It ends at 0.90 to 0.96. Take it when the labels are known to be bad and training must run on. With many
  classes it starts slowly, and the generalised cross-entropy (1 − p^q)/q, between the two, is the usual choice.
- `contradicted_dropped` asks, for each training row, a model that was fitted without that row, and keeps the row if
  the two agree. It ends at 0.97 to 0.99, the best of the three, and the dropped rows can be given to a person to
  check. It needs a second model that is fairly good.

Label smoothing is often advised. With 0.1 to 0.8 this network learned the wrong labels all the same and scored 0.60
to 0.71: it softens the answers, but does not stop the learning by heart.

## What it costs

Stopping early also stops the learning of what is rare and right. A robust loss takes hard rows for wrong ones.
Dropping does the same, and cost 0.4 of the rows here. None replaces a few hundred labels checked by hand: without
them no score can be trusted.

## How to check

    print(F.cross_entropy(outputs, targets, reduction="none").topk(20).indices)  # look at these rows: who is right?

## When it is not the cause

If new, rightly labelled rows score no better than the validation part, the labels may be fine and the data too few
(`tiny_dataset`) or the network too large (`too_large_model`). If even the first epochs score no better than guessing,
the labels do not belong to the rows at all (`misaligned_labels`). Values instead of classes: `outliers`.

## References

- D. Arpit et al., A closer look at memorization in deep networks, 2017, arXiv:1706.05394
- A. Ghosh, H. Kumar, P. Sastry, Robust loss functions under label noise for deep neural networks, 2017,
  arXiv:1712.09482
- Z. Zhang, M. Sabuncu, Generalized cross entropy loss for training deep neural networks with noisy labels, 2018,
  arXiv:1805.07836
- C. Northcutt, L. Jiang, I. Chuang, Confident learning: estimating uncertainty in dataset labels, 2019,
  arXiv:1911.00068
"""

from dataclasses import replace
from functools import partial

import torch
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import cross_val_predict

from harness.preparation import Prepared, hold_out
from harness.stopping import EarlyStopping
from scenarios.data.label_noise import broken


def doubt(outputs, targets):
    given = outputs.softmax(dim=1).gather(1, targets.unsqueeze(1))
    return (1 - given).mean()  # at most 1 a row: no single label can pull without limit


def prepare_agreed(raw):
    train, validation = hold_out(raw)
    # each row is judged by a model that has not seen it
    answers = cross_val_predict(RidgeClassifier(), train.inputs, train.targets, cv=5)
    return Prepared(train=train.take(torch.as_tensor(answers) == train.targets), validation=validation)


early_stopping = replace(broken, stop=partial(EarlyStopping, patience=4))  # learn what labels share, not each label
robust_loss = replace(broken, loss=doubt)
contradicted_dropped = replace(broken, prepare=prepare_agreed)
