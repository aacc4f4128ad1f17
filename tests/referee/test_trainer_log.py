"""The log that the Trainer would write of a run."""

import json

import pytest
import torch
from torch import nn

from trainwreck.referee.trainer_log import Logger
from trainwreck.training.observer import Step
from trainwreck.training.run import Epoch, Scores


def test_the_log_is_the_one_that_the_trainer_would_write():
    model = nn.Linear(1, 1)
    trainer = Logger()
    trainer.start(model, torch.optim.SGD(model.parameters(), lr=0.5), nn.MSELoss())
    nothing = torch.empty(0)
    for number in range(10):
        trainer.step(Step(number, 0, float(number), nothing, nothing))
    trainer.epoch(0, Epoch(Scores(0.0, 0.0, 0.0), 7.0))
    model(torch.ones(1, 1)).backward()
    for number in range(10, 13):
        trainer.step(Step(number, 1, 1.0 if number < 12 else float("nan"), nothing, nothing))
    *rows, last = trainer.log
    assert rows == [{"step": 9, "loss": 4.5, "lr": 0.5}, {"step": 9, "eval_loss": 7.0}]
    assert json.dumps(last["loss"]) == "NaN"
    assert last["step"] == 12
    assert last["grad_norm"] == pytest.approx(2**0.5)
