"""Early stopping on validation losses given by hand."""

import torch
from torch import nn

from trainwreck.training.stopping import EarlyStopping


def model_with(value: float) -> nn.Linear:
    model = nn.Linear(1, 1, bias=False)
    nn.init.constant_(model.weight, value)
    return model


def test_it_stops_after_as_many_epochs_without_a_new_best_as_it_has_patience():
    stop = EarlyStopping(patience=2)
    losses = [1.0, 0.5, 0.6, 0.4, 0.5, 0.5]
    stops = [stop.should_stop(model_with(0.0), loss) for loss in losses]
    assert stops == [False, False, False, False, False, True]


def test_it_goes_back_to_the_best_weights_though_the_model_went_on_changing():
    stop, model = EarlyStopping(patience=2), model_with(1.0)
    stop.should_stop(model, 0.5)
    with torch.no_grad():
        model.weight.fill_(2.0)
    stop.should_stop(model, 0.9)
    stop.restore(model)
    assert model.weight.item() == 1.0


def test_a_validation_loss_that_is_not_finite_is_never_the_best():
    stop, model = EarlyStopping(patience=1), model_with(1.0)
    assert stop.should_stop(model, float("nan"))
    stop.restore(model)
    assert model.weight.item() == 1.0


def test_before_the_first_epoch_there_is_nothing_to_go_back_to():
    model = model_with(1.0)
    EarlyStopping(patience=1).restore(model)
    assert model.weight.item() == 1.0
