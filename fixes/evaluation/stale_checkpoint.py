from copy import deepcopy
from dataclasses import replace

import torch

from trainwreck import Reading
from trainwreck.scenarios.evaluation.stale_checkpoint import BestWeights, broken


class CopiedBestWeights(BestWeights):
    def should_stop(self, model, validation_loss):
        if validation_loss < self.best_loss:
            self.best_loss = validation_loss
            # clone(): state_dict() hands out the tensors that the optimizer goes on changing
            self.best_weights = {name: tensor.clone() for name, tensor in model.state_dict().items()}
        return False


copied_weights = replace(broken, stop=CopiedBestWeights)


def check(model, stop, update, inputs, targets):
    """Which of the weights that were kept change while the training goes on?"""
    if stop is None:
        return None
    best = deepcopy(model.state_dict())
    stop.should_stop(model, 0.0)  # no loss can be better
    update(inputs, targets)
    stop.restore(model)
    changed = [name for name, tensor in model.state_dict().items() if not torch.equal(tensor, best[name])]
    return Reading(changed, suspicious=bool(changed))


impostors = {"few_epochs": replace(broken, epochs=20)}  # the last is nearly the best
