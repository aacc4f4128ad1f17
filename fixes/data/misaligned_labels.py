from dataclasses import replace

import torch

from trainwreck import Prepared, Split, hold_out
from trainwreck.scenarios.data.misaligned_labels import broken


def prepare_together(raw):
    train, validation = hold_out(raw)
    order = torch.randperm(len(train))
    # one order for both: each label stays with its image
    return Prepared(train=Split(train.inputs[order], train.targets[order]), validation=validation)


shuffled_together = replace(broken, prepare=prepare_together)
