from dataclasses import replace
from functools import partial

from torch.optim.lr_scheduler import LinearLR

from trainwreck.scenarios.schedule.missing_warmup import broken

# from a hundredth of the rate to all of it, in 80 of the 117 steps
rate_warmup = replace(broken, schedule=partial(LinearLR, start_factor=0.01, total_iters=80), schedule_per="batch")
