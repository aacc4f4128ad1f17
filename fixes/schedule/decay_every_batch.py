from dataclasses import replace

from trainwreck.scenarios.schedule.decay_every_batch import broken

once_per_epoch = replace(broken, schedule_per="epoch")  # step_size=2 was meant as two epochs
