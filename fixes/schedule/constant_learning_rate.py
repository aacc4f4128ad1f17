from dataclasses import replace
from functools import partial

from torch.optim.lr_scheduler import CosineAnnealingLR, ReduceLROnPlateau, StepLR

from trainwreck import Reading
from trainwreck.scenarios.schedule.constant_learning_rate import broken

# Large steps to get near the minimum, small ones to settle in it
step_decay = replace(broken, schedule=partial(StepLR, step_size=2, gamma=0.1))
cosine_decay = replace(broken, schedule=partial(CosineAnnealingLR, T_max=4))  # down to zero over the four epochs
# as soon as an epoch improves the validation loss by less than three tenths: four epochs leave no time to wait
decay_on_plateau = replace(broken, schedule=partial(ReduceLROnPlateau, factor=0.1, patience=0, threshold=0.3))


def check(model, trained, loss, optimizer, update, loader, validation, log):
    """What becomes of the validation loss in 40 more steps at the last rate, and what at a tenth of it?"""

    def after(rate, steps):
        model.load_state_dict(trained.state_dict())
        for (inputs, targets), _ in zip(loader, range(steps), strict=False):
            optimizer.param_groups[0]["lr"] = rate
            update(inputs, targets)
        return loss(model.eval()(validation.inputs), validation.targets).item()

    now = after(log.rates[-1], steps=0)
    if not now:
        return None
    kept, lowered = (round(after(factor * log.rates[-1], steps=40) / now, 2) for factor in (1, 0.1))
    return Reading([kept, lowered], suspicious=kept > 0.6 and lowered < 0.75)
