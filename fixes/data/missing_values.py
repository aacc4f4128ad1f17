from dataclasses import replace

import torch
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from trainwreck import Reading, hold_out, preprocess
from trainwreck.scenarios.data.missing_values import broken


def filled(raw, imputer):
    train, validation = hold_out(raw)
    filling = make_pipeline(StandardScaler(), imputer).fit(train.inputs)  # the scaler leaves the gaps as they are
    return preprocess(train, validation, filling.transform)


def prepare_means(raw):
    return filled(raw, SimpleImputer(strategy="mean"))  # the mean of a standardised column: zero


def prepare_medians(raw):
    return filled(raw, SimpleImputer(strategy="median"))  # half of the column's values lie below it


def prepare_neighbours(raw):
    return filled(raw, KNNImputer(n_neighbors=5))  # what the five most similar rows have in that column


mean_imputation = replace(broken, prepare=prepare_means)
median_imputation = replace(broken, prepare=prepare_medians)
neighbour_imputation = replace(broken, prepare=prepare_neighbours)


def check(raw, prepare):
    """What share of the empty cells reaches the model as NaN, or as a number beyond all full cells of its column?"""
    prepared = prepare(raw)
    gaps, arriving = raw.inputs.isnan(), prepared.transform(raw.inputs)
    if not gaps.any():
        return Reading(0.0, suspicious=bool(arriving.isnan().any()))
    if gaps.shape != arriving.shape:
        return Reading(None, suspicious=bool(arriving.isnan().any()))
    low = arriving.masked_fill(gaps, torch.inf).nan_to_num(torch.inf).amin(dim=0)
    high = arriving.masked_fill(gaps, -torch.inf).nan_to_num(-torch.inf).amax(dim=0)
    odd = ~((low <= arriving) & (arriving <= high))[gaps]
    return Reading(round(odd.float().mean().item(), 3), suspicious=bool(odd.any()))


def prepare_zeros(raw):
    known = replace(raw, inputs=raw.inputs.nan_to_num(0.0))  # before scaling, 0 is no neutral value
    prepared = broken.prepare(known)
    return replace(prepared, transform=lambda inputs: prepared.transform(inputs.nan_to_num(0.0)))


def prepare_complete(raw):
    return broken.prepare(raw.take(raw.inputs.isfinite().all(dim=1)))


impostors = {
    "zeros_before_scaling": replace(broken, prepare=prepare_zeros),  # a radius of zero
    "complete_rows": replace(broken, prepare=prepare_complete),  # later rows have gaps
}
