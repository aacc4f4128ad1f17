from dataclasses import replace
from functools import partial

import torch
from sklearn.compose import make_column_transformer
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from torch import nn

from trainwreck import Reading, hold_out, preprocess
from trainwreck.scenarios.data.ordinal_categories import Regressor, broken

MEASURED, DISTRICT = [0, 1, 2, 3], [4]


def prepare_one_hot(raw):
    train, validation = hold_out(raw)
    # 24 columns in place of one: 1 for the row's district, 0 for the others
    columns = make_column_transformer((StandardScaler(), MEASURED), (OneHotEncoder(sparse_output=False), DISTRICT))
    return preprocess(train, validation, columns.fit(train.inputs).transform)


def prepare_numbered(raw):
    train, validation = hold_out(raw)
    columns = make_column_transformer((StandardScaler(), MEASURED), ("passthrough", DISTRICT))  # a number to look up
    return preprocess(train, validation, columns.fit(train.inputs).transform)


class Embedded(nn.Module):
    def __init__(self, districts=24, size=8):
        super().__init__()
        self.embed = nn.Embedding(districts, size)  # a learned vector for each district, whatever its number
        self.regress = Regressor(columns=4 + size)

    def forward(self, inputs):
        measured, district = inputs[:, :4], inputs[:, 4].long()
        return self.regress(torch.cat([measured, self.embed(district)], dim=1))


one_hot = replace(broken, prepare=prepare_one_hot, model=partial(Regressor, columns=28))
embedding = replace(broken, prepare=prepare_numbered, model=Embedded)


def check(model, train):
    """How much do the targets jump from code to code, and how much the answers of a fresh model?"""
    if train.inputs.dim() != 2 or train.targets.dim() != 1:
        return None
    found = {}
    for j in range(train.inputs.shape[1]):
        codes, code, rows = train.inputs[:, j].unique(return_inverse=True, return_counts=True)
        if 5 <= len(codes) <= len(train) / 20:
            targets = torch.zeros(len(codes)).index_add(0, code, train.targets.float()) / rows
            probes = train.inputs[:1].repeat(len(codes), 1)
            probes[:, j] = codes
            curves = targets, model.eval()(probes).detach().reshape(len(codes), -1)[:, 0]
            if targets.var() > 0.1 * train.targets.float().var():  # the code matters
                found[str(j)] = [round((c.diff().square().mean() / c.var() / 2).item(), 3) for c in curves]
    return Reading(found, suspicious=any(t > 0.4 and m < 0.3 for t, m in found.values())) if found else None


impostors = {"wide_and_long": replace(broken, model=partial(Regressor, hidden=256), epochs=30)}  # more bends
