from dataclasses import replace
from functools import partial

from torch.optim import Adam

from trainwreck import batches
from trainwreck.scenarios.loop.oversized_batches import broken

smaller_batches = replace(broken, loader=partial(batches, batch_size=36))  # 22 updates an epoch, not one
larger_rate = replace(broken, optimizer=partial(Adam, lr=0.009, fused=True))  # nine times Adam's default, for so few
