from dataclasses import replace

from trainwreck import Reading
from trainwreck.scenarios.schedule.decay_every_batch import broken

once_per_epoch = replace(broken, schedule_per="epoch")  # step_size=3 was meant as three epochs


def check(schedule, log):
    """For what share of the run is the rate at least a twentieth of its highest?"""
    if schedule is None:
        return None
    share = sum(rate > max(log.rates) / 20 for rate in log.rates) / len(log.rates)
    return Reading(round(share, 3), suspicious=share < 0.25)
