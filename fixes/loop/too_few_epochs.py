from dataclasses import replace
from itertools import islice

from trainwreck import Reading
from trainwreck.scenarios.loop.too_few_epochs import broken

more_epochs = replace(broken, epochs=32)  # 320 updates, and the plateau is behind


def check(model, trained, loss, update, train, loader):
    """How much would one more epoch gain, as a share of all that the run has gained?"""

    def loss_of(model):
        return loss(model.eval()(train.inputs), train.targets).item()

    start, end = loss_of(model), loss_of(trained)
    model.load_state_dict(trained.state_dict())
    for inputs, targets in islice(loader, 30):  # an epoch, or as much of it as is quick
        update(inputs, targets)
    if not end < start:
        return None
    further = (end - loss_of(model)) / (start - end)
    return Reading(round(further, 2), suspicious=further > 0.4)  # where a run may end: 0.15 at most


impostors = {"four_epochs": replace(broken, epochs=4)}  # longer, not long enough
