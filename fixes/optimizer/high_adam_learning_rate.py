from dataclasses import replace
from functools import partial

from torch.optim import Adam

from trainwreck import Reading, mlp
from trainwreck.scenarios.optimizer.high_adam_learning_rate import broken

# Adam's step is about the rate itself, whatever the gradient
usual_rate = replace(broken, optimizer=partial(Adam, lr=0.005))


def check(model, update, inputs, targets):
    """How long is the first step of a weight matrix, measured by the matrix itself?"""
    before = [p.detach().clone() for p in model.parameters()]
    update(inputs, targets)
    pairs = [(new.detach(), old) for new, old in zip(model.parameters(), before, strict=True) if old.ndim > 1]
    ratios = [((new - old).norm() / old.norm()).item() for new, old in pairs if old.any()]
    if not ratios:
        return None
    return Reading(round(max(ratios), 3), suspicious=max(ratios) > 3)  # above 1, little is left of what was drawn


impostors = {"no_hidden_layer": replace(broken, model=partial(mlp, 784, 10))}  # nothing there can die
