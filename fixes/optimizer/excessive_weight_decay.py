from dataclasses import replace
from functools import partial

from torch.optim import Adam, AdamW

from trainwreck.scenarios.optimizer.excessive_weight_decay import broken

weaker_decay = replace(broken, optimizer=partial(Adam, lr=0.006, weight_decay=1e-4))  # small next to the gradient
decoupled_decay = replace(broken, optimizer=partial(AdamW, lr=0.006, weight_decay=0.3))  # 1 - lr * 0.3 a step
