from dataclasses import replace

import torch

from trainwreck import Prepared, Reading, Split, hold_out
from trainwreck.scenarios.data.off_by_one_targets import WINDOW, broken


def windows(series):  # (series, hours)
    inputs = series[:, :-1].unfold(1, WINDOW, 1)  # the last hour has no reading after it
    targets = series[:, WINDOW:]  # the reading after the window, hours 12, 13, …
    return Split(inputs.flatten(0, 1), targets.flatten())


def prepare(raw):
    train, validation = hold_out(raw)
    return Prepared(train=windows(train.inputs), validation=windows(validation.inputs))


shifted_targets = replace(broken, prepare=prepare)


def check(train):
    """How nearly does a single input give the target away, as a squared correlation?"""
    if train.targets.dim() != 1:
        return None
    columns = torch.column_stack([train.inputs.flatten(1).float(), train.targets.float()])
    told = torch.corrcoef(columns.T)[-1, :-1].square().nan_to_num().max().item()
    return Reading(round(told, 3), suspicious=told > 0.95)


def prepare_forecast(raw):
    prepared = broken.prepare(raw)
    rows = prepared.train.inputs
    past = rows.new_ones(len(rows), WINDOW)
    past[:, 1:] = rows[:, :-1]
    weights = torch.linalg.lstsq(past, rows[:, -1:]).solution

    def one_hour_on(windows):
        ahead = torch.column_stack([torch.ones(len(windows)), windows[:, 1 - WINDOW :]]) @ weights
        return torch.column_stack([windows[:, 1 - WINDOW :], ahead])

    return replace(prepared, transform=one_hour_on)


def prepare_noisy(raw):
    prepared = broken.prepare(raw)
    inputs = prepared.train.inputs + 0.1 * torch.randn_like(prepared.train.inputs)
    return replace(prepared, train=replace(prepared.train, inputs=inputs))


impostors = {
    "forecast_before_the_network": replace(broken, prepare=prepare_forecast),  # the network still copies
    "noisy_windows": replace(broken, prepare=prepare_noisy),  # the target is still inside
}
