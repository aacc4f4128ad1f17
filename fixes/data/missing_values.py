from dataclasses import replace

from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from trainwreck import hold_out, preprocess
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
