from dataclasses import replace

from trainwreck.scenarios.loop.repeated_batch import Batches, broken


class AllBatches(Batches):
    def __iter__(self):
        yield from self.loader  # one iterator for the whole epoch, so each batch comes once


every_batch = replace(broken, loader=AllBatches)
