from dataclasses import replace
from functools import partial

import torch
from torch import nn
from torch.optim import AdamW

from trainwreck import EarlyStopping, Reading, mlp
from trainwreck.scenarios.data.tiny_dataset import broken


def started_elsewhere(signals):
    """Let every recording (n, 32) start at another moment of the same turn, drawn at random."""
    length = signals.shape[1]
    starts = torch.randint(length, (len(signals), 1), device=signals.device)
    return signals.gather(1, (torch.arange(length, device=signals.device) + starts) % length)


def augmented_step(model, loss, optimizer, inputs, targets):
    model.train()
    optimizer.zero_grad()
    value = loss(model(started_elsewhere(inputs)), targets)  # 32 recordings out of each
    value.backward()
    optimizer.step()
    return value


class Convolved(nn.Module):
    """Looks for the same short shapes everywhere in a recording (n, 32), and for how much there is of each."""

    def __init__(self, shapes=16, width=9):
        super().__init__()
        self.find = nn.Conv1d(1, shapes, width)
        self.name = nn.Linear(shapes, 4)

    def forward(self, signals):
        round_and_on = torch.cat([signals, signals[:, : self.find.kernel_size[0] - 1]], dim=1).unsqueeze(1)
        return self.name(self.find(round_and_on).relu().mean(dim=2))  # wherever they are: the start has no say


augmentation = replace(broken, step=augmented_step)
convolution = replace(broken, model=Convolved)


def check(raw, prepare, new, trained, predict):
    """How often does the answer to a recording of one turn change if it starts at another moment?"""
    transform = prepare(raw).transform
    signals = new[:500]
    if raw.targets.is_floating_point() or signals.dim() != 2 or signals.shape[1] < 8 or not signals.isfinite().all():
        return None
    levels = signals - signals.mean(dim=1, keepdim=True)
    onward = (levels * levels.roll(1, dims=1)).sum(dim=0) / levels.square().sum() * signals.shape[1]
    if onward.min() < 0.5:
        return None  # neighbours differ, or the end does not lead on to the start: this is no turn
    first, second = (predict(trained, transform(s)).argmax(dim=1) for s in (signals, started_elsewhere(signals)))
    changed = (first != second).float().mean().item()
    return Reading(round(changed, 3), suspicious=changed > 0.15)


impostors = {
    "weight_decay": replace(broken, optimizer=partial(AdamW, lr=0.01, weight_decay=0.1)),  # smaller weights, no more
    "early_stopping": replace(broken, stop=partial(EarlyStopping, patience=5)),  # nothing gets worse, or better
    "dropout": replace(broken, model=partial(mlp, 32, 64, 4, dropout=0.5)),  # by heart, a little later
}
