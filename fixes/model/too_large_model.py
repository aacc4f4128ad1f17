from dataclasses import replace
from functools import partial

from torch.optim import Adam

from trainwreck import EarlyStopping, mlp
from trainwreck.scenarios.model.too_large_model import broken

smaller = replace(broken, model=partial(mlp, 30, 10, 5))  # 365 numbers instead of 21,125
dropout = replace(broken, model=partial(mlp, 30, 128, 128, 5, dropout=0.8))  # no unit can rely on another
weight_decay = replace(broken, optimizer=partial(Adam, lr=0.008, weight_decay=0.05))  # large weights cost
early_stopping = replace(broken, stop=partial(EarlyStopping, patience=4))  # back to the best epoch
