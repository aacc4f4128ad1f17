from dataclasses import replace
from functools import partial

from torch.optim.lr_scheduler import CosineAnnealingLR, ReduceLROnPlateau, StepLR

from trainwreck.scenarios.schedule.constant_learning_rate import broken

# Large steps to get near the minimum, small ones to settle in it
step_decay = replace(broken, schedule=partial(StepLR, step_size=2, gamma=0.1))
cosine_decay = replace(broken, schedule=partial(CosineAnnealingLR, T_max=4))  # down to zero over the four epochs
# as soon as an epoch improves the validation loss by less than a tenth
decay_on_plateau = replace(broken, schedule=partial(ReduceLROnPlateau, factor=0.1, patience=0, threshold=0.1))
