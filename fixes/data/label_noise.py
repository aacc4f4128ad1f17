from dataclasses import replace
from functools import partial

import torch
import torch.nn.functional as F
from sklearn.linear_model import RidgeClassifier
from sklearn.model_selection import cross_val_predict

from trainwreck import EarlyStopping, Prepared, Reading, hold_out, mlp
from trainwreck.scenarios.data.label_noise import broken


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


def check(trained, predict, train, validation):
    """Of the labels that a simple model contradicts, how many has the model learned, and who does better elsewhere?"""
    if train.targets.is_floating_point() or train.targets.dim() != 1 or not train.inputs.isfinite().all():
        return None
    known, found = (predict(trained, part.inputs).argmax(dim=1) == part.targets for part in (train, validation))
    if found.float().mean() > 0.9:
        return Reading([0.0, 0.0], suspicious=False)  # right about new rows, too
    old, new = (part.inputs.flatten(1).float() for part in (train, validation))
    said = torch.as_tensor(cross_val_predict(RidgeClassifier(), old, train.targets, cv=3))
    doubtful = said != train.targets
    if doubtful.float().mean() < 0.1:
        return Reading([0.0, 0.0], suspicious=False)
    learned = known[doubtful].float().mean().item()
    lead = RidgeClassifier().fit(old, train.targets).score(new, validation.targets) - found.float().mean().item()
    return Reading([round(learned, 2), round(lead, 2)], suspicious=learned > 0.6 and lead > 0.04)


def smoothed(outputs, targets):
    return F.cross_entropy(outputs, targets, label_smoothing=0.8)


impostors = {
    "smoothed_labels": replace(broken, loss=smoothed),  # softer, and still by heart
    "dropout": replace(broken, model=partial(mlp, 30, 128, 5, dropout=0.5), epochs=48),  # by heart, later
}
