from dataclasses import replace

from torch.optim import AdamW

from trainwreck.scenarios.optimizer.forgotten_parameters import broken


def optimizer(parameters):
    parameters = list(parameters)  # model.parameters() can be walked through only once
    biases = [p for p in parameters if p.ndim == 1]
    weights = [p for p in parameters if p.ndim > 1]
    groups = [{"params": biases, "weight_decay": 0.0}, {"params": weights, "weight_decay": 0.01}]
    return AdamW(groups, lr=0.003)


all_parameters = replace(broken, optimizer=optimizer)
