from dataclasses import replace
from functools import partial

import torch

from trainwreck import Prepared, Reading, hold_out, mlp, preprocess
from trainwreck.scenarios.data.target_leakage import broken


def known_at_admission(inputs):
    return inputs[:, :10]  # no follow-up visits: nobody knows their number when the prediction is needed


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, known_at_admission)


dropped_column = replace(broken, prepare=prepare, model=partial(mlp, 10, 16, 2))


def check(raw, prepare, new):
    """Which columns go with the target in the table, and hardly vary at all in use?"""
    transform = prepare(raw).transform
    table, arriving = transform(raw.inputs), transform(new)
    if table.dim() != 2 or raw.targets.dim() != 1 or table.shape[1] != arriving.shape[1]:
        return None
    told = torch.corrcoef(torch.column_stack([table, raw.targets]).T)[-1, :-1].abs()
    gone = arriving.std(dim=0) < table.std(dim=0) / 10
    leaks = {str(j): round(told[j].item(), 2) for j in ((told > 0.5) & gone).nonzero().flatten().tolist()}
    return Reading(leaks, suspicious=bool(leaks))


def prepare_shrunk(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, lambda rows: rows * torch.tensor([1.0] * 10 + [0.01]))


def prepare_shuffled(raw):
    train, validation = hold_out(raw)
    inputs = train.inputs.clone()
    inputs[::2, 10] = inputs[::2, 10][torch.randperm(len(inputs[::2]))]
    return Prepared(train=replace(train, inputs=inputs), validation=validation)


impostors = {
    "shrunken_column": replace(broken, prepare=prepare_shrunk),  # too small to learn
    "half_shuffled_column": replace(broken, prepare=prepare_shuffled),  # half as sure
}
