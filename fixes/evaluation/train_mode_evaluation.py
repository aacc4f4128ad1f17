from dataclasses import replace

import torch

from trainwreck import Reading
from trainwreck.scenarios.evaluation.train_mode_evaluation import broken


@torch.no_grad()
def predict(model, inputs):
    model.eval()  # dropout off, batch statistics frozen; no_grad() does neither
    return model(inputs)


evaluation_mode = replace(broken, predict=predict)


def check(model, predict, validation):
    """How many samples get another answer when they are asked about again?"""
    first = predict(model.train(), validation.inputs)
    again = predict(model.train(), validation.inputs)
    same = torch.isclose(first, again, rtol=1e-3, atol=1e-4).reshape(len(first), -1).all(dim=1)
    return Reading(round(1 - same.float().mean().item(), 2), suspicious=not same.all())


@torch.no_grad()
def predict_averaged(model, inputs):
    return torch.stack([model(inputs) for _ in range(10)]).mean(dim=0)


impostors = {"averaged_answers": replace(broken, predict=predict_averaged)}  # ten looks hide it
