from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR

from trainwreck import batches
from trainwreck.scenarios.model.batchnorm_tiny_batches import broken, deep_network

# over the units of one signal, not over the signals of a batch
layer_normalisation = replace(broken, model=partial(deep_network, nn.LayerNorm))
larger_batches = replace(
    broken,
    loader=partial(batches, batch_size=16, drop_last=True),  # 16 values for each mean and variance
    optimizer=partial(SGD, lr=0.11),  # the rate rises with the batch
    schedule=partial(CosineAnnealingLR, T_max=90),  # as long as the run
    epochs=3,
)
