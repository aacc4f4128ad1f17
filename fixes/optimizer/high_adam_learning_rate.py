from dataclasses import replace
from functools import partial

from torch.optim import Adam
from torch.optim.lr_scheduler import ReduceLROnPlateau

from trainwreck.scenarios.optimizer.high_adam_learning_rate import broken

usual_rate = replace(
    broken,
    optimizer=partial(Adam, lr=0.002),  # Adam's step is about the rate itself, whatever the gradient
    schedule=partial(ReduceLROnPlateau, factor=0.1, patience=1),
)
