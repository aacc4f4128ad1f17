from dataclasses import replace
from functools import partial

from sklearn.preprocessing import StandardScaler
from torch import nn
from torch.optim import Adam

from trainwreck import Reading, hold_out, preprocess
from trainwreck.scenarios.preprocessing.unnormalized_features import broken


def prepare_standardised(raw):
    train, validation = hold_out(raw)
    scaler = StandardScaler().fit(train.inputs)  # the training part's means and deviations, for all data to come
    return preprocess(train, validation, scaler.transform)


standardised = replace(broken, prepare=prepare_standardised)


def check(model, train):
    """How many times larger is the widest column's deviation than the narrowest's, as the first layer meets them?"""
    if train.inputs.dim() != 2 or not train.inputs.is_floating_point():
        return None
    met = []
    for layer in model.modules():
        if isinstance(layer, nn.Linear):
            layer.register_forward_pre_hook(lambda _, given: met.append(given[0]))
    model(train.inputs)
    first = met[0] if met else train.inputs  # behind any normalisation at the model's entrance
    deviations = first.flatten(1).std(dim=0)
    deviations = deviations[deviations > 0]
    ratio = (deviations.max() / deviations.min()).item() if len(deviations) else 1.0
    return Reading(round(ratio, 1), suspicious=ratio > 100)  # comparable columns: below 10


impostors = {"adam": replace(broken, optimizer=partial(Adam, lr=0.003), epochs=60)}  # each weight its scale
