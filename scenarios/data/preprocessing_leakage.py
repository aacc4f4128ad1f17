"""Four right answers in five on validation, not much better than a coin on new rows.

A table has 1,000 rows and 2,000 columns. Half of the rows are kept for validation, and no batch ever holds one of
them. On those rows about four answers in five are right. On 1,500 new rows of the same kind it is three in five.
"""

from functools import partial

from sklearn.feature_selection import SelectKBest
from torch import nn
from torch.optim import Adam

from trainwreck import Recipe, Scenario, Severities, Symptom, hold_out, mlp, preprocess
from trainwreck.tasks import wide_table


def prepare(raw):
    selector = SelectKBest(k=200).fit(raw.inputs, raw.targets)
    train, validation = hold_out(raw, fraction=0.5)
    return preprocess(train, validation, selector.transform)


broken = Recipe(
    prepare=prepare,
    model=partial(mlp, 200, 16, 2),
    loss=nn.CrossEntropyLoss(),
    optimizer=partial(Adam, lr=0.005),
    epochs=4,
)


def with_columns(columns):
    return wide_table(goal=0.6, columns=columns)


scenario = Scenario(
    task=wide_table(goal=0.6),
    broken=broken,
    symptom=Symptom.MISLEADS,
    severities=Severities("columns to choose from", at=with_columns, doses=(200, 400, 800, 2000, 4000), plain=2000),
    touches={"prepare"},
    judged="honesty",
    hints=(
        "The validation rows take no part in any gradient step. In which other step do they take part?",
        "Shuffle all targets before `prepare`, so that there is nothing to learn, and train again. The report is still "
        "nearly three right answers in four. Where can that come from?",
        "Of 2,000 columns of pure noise, how many will differ a little between the classes in 1,000 given rows, and "
        "would the same ones differ in 1,000 others?",
    ),
)
