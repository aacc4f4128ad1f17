from dataclasses import replace
from functools import partial

from torch.optim import SGD

from trainwreck.scenarios.optimizer.high_learning_rate import broken

smaller_steps = replace(
    broken, optimizer=partial(SGD, lr=0.05, momentum=0.9)
)  # a step that is small beside the weights
