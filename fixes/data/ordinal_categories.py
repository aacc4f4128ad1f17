"""Give each category numbers of its own.

## Why it failed

The 24 districts were numbered in alphabetical order, and the number went in as if it were a measurement. So it says
that district 7 lies between 6 and 8, and 23 far from 0. Rents know nothing of the alphabet: the mean rent is a zigzag
over the number, with about as many turns as districts. A hidden ReLU unit bends the curve once, where w·x + b = 0. To
draw the zigzag, the 32 units must move their bends to 23 places and grow steep slopes between them, which gradient
descent does very slowly: the network is smooth in its inputs at the start, and low frequencies are learned first.
What it finds in 120 steps is a flat line, and R² ends at 0.42 to 0.48: little more than what the measurements
explain.

## Why this helps

- `one_hot` replaces the number by 24 columns, of which one is 1. The first layer then has a weight vector for every
  district, of which exactly one is added in each row, and no district is between two others. It ends at 0.94 to 0.95.
  Try it first, with up to a few hundred categories.
- `embedding` looks up 8 learned numbers for the district, which are trained with the rest. It is a one-hot encoding
  followed by a linear layer, without ever writing the zeros. It ends at 0.94 to 0.95 too. Take it for thousands of
  categories (products, words), or when districts that are alike should end up close to each other.

## What it costs

One-hot columns: one for each category, mostly zeros, and each with a weight that only its own rows can teach. Rare
categories are learned badly either way. Both need an answer for a category never seen: `OneHotEncoder(handle_unknown=
"ignore")`, or a spare row of the embedding.

## How to check

    print(pd.DataFrame({"code": codes, "error": targets - outputs}).groupby("code").error.mean())  # all near 0?

## When it is not the cause

Codes with a real order (small, medium, large; the school grades) may stay numbers. If the error is no larger between
districts than within, the model lacks power elsewhere (`too_small_model`, `missing_nonlinearity`). A loss still
falling at the end is `too_few_epochs`. Columns on different scales also slow the learning down
(`unnormalized_features`). Trees split a code wherever they like and suffer less from this.

## References

- C. Guo, F. Berkhahn, Entity embeddings of categorical variables, 2016, arXiv:1604.06737
- N. Rahaman et al., On the spectral bias of neural networks, 2019, arXiv:1806.08734
- scikit-learn, Encoding categorical features:
  https://scikit-learn.org/stable/modules/preprocessing.html#encoding-categorical-features
- PyTorch, torch.nn.Embedding: https://pytorch.org/docs/stable/generated/torch.nn.Embedding.html
"""

from dataclasses import replace
from functools import partial

import torch
from sklearn.compose import make_column_transformer
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from torch import nn

from harness.preparation import hold_out, preprocess
from scenarios.data.ordinal_categories import Regressor, broken

MEASURED, DISTRICT = [0, 1, 2, 3], [4]


def prepare_one_hot(raw):
    train, validation = hold_out(raw, fraction=0.5)
    # 24 columns in place of one: 1 for the row's district, 0 for the others
    columns = make_column_transformer((StandardScaler(), MEASURED), (OneHotEncoder(sparse_output=False), DISTRICT))
    return preprocess(train, validation, columns.fit(train.inputs).transform)


def prepare_numbered(raw):
    train, validation = hold_out(raw, fraction=0.5)
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
