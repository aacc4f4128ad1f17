from dataclasses import replace
from functools import partial
from itertools import pairwise

from torch.optim.lr_scheduler import ReduceLROnPlateau
from unseen.scenarios.schedule.plateau_of_a_score import broken

from trainwreck import Reading

waits_for_a_fall = replace(broken, schedule=partial(ReduceLROnPlateau, mode="min", patience=2))


def check(log):
    """By what factor has the rate been lowered while the validation loss was still falling?"""
    first = log.validation_losses[:3]
    if len(log.validation_losses) < 6 or not all(loss < before for before, loss in pairwise(first)):
        return None
    a_third = len(log.rates) // 3
    factor = log.rates[0] / log.rates[a_third] if log.rates[a_third] else float("inf")
    return Reading(round(factor), suspicious=factor > 50)
