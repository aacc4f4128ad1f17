from dataclasses import replace
from functools import partial

from trainwreck import batches
from trainwreck.scenarios.data.unshuffled_batches import broken

# a new random order in every epoch: each batch is a small sample of all classes
shuffled_batches = replace(broken, loader=partial(batches, batch_size=8, shuffle=True))
