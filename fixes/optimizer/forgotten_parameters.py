from dataclasses import replace

from torch.optim import AdamW

from trainwreck import Reading
from trainwreck.scenarios.optimizer.forgotten_parameters import broken


def optimizer(parameters):
    parameters = list(parameters)  # model.parameters() can be walked through only once
    biases = [p for p in parameters if p.ndim == 1]
    weights = [p for p in parameters if p.ndim > 1]
    groups = [{"params": biases, "weight_decay": 0.0}, {"params": weights, "weight_decay": 0.01}]
    return AdamW(groups, lr=0.003)


all_parameters = replace(broken, optimizer=optimizer)


def check(model, optimizer):
    """Which trainable parameters does the optimizer not have?"""
    known = {id(p) for group in optimizer.param_groups for p in group["params"]}
    missing = [name for name, p in model.named_parameters() if p.requires_grad and id(p) not in known]
    return Reading(missing, suspicious=bool(missing))


def head_only(parameters):
    return AdamW(list(parameters)[2:], lr=0.1)


impostors = {"head_only": replace(broken, optimizer=head_only)}  # random features, trained faster
