from dataclasses import replace
from functools import partial

from trainwreck import batches
from trainwreck.scenarios.loop.single_sample_batches import broken

mini_batches = replace(broken, loader=partial(batches, batch_size=64), epochs=8)  # 88 updates in all
