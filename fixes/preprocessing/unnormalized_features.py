from dataclasses import replace

from sklearn.preprocessing import MinMaxScaler, StandardScaler

from trainwreck import hold_out, preprocess
from trainwreck.scenarios.preprocessing.unnormalized_features import broken


def prepare_standardised(raw):
    train, validation = hold_out(raw)
    scaler = StandardScaler().fit(train.inputs)  # the training part's means and deviations, for all data to come
    return preprocess(train, validation, scaler.transform)


def prepare_min_max(raw):
    train, validation = hold_out(raw)
    scaler = MinMaxScaler().fit(train.inputs)  # the training part's smallest and largest values become 0 and 1
    return preprocess(train, validation, scaler.transform)


standardised = replace(broken, prepare=prepare_standardised)
min_max = replace(broken, prepare=prepare_min_max)
