from dataclasses import replace
from functools import partial

from trainwreck import hold_out, mlp, preprocess
from trainwreck.scenarios.data.target_leakage import broken


def known_at_admission(inputs):
    return inputs[:, :10]  # no follow-up visits: nobody knows their number when the prediction is needed


def prepare(raw):
    train, validation = hold_out(raw)
    return preprocess(train, validation, known_at_admission)


dropped_column = replace(broken, prepare=prepare, model=partial(mlp, 10, 16, 2))
