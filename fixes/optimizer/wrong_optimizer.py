from dataclasses import replace
from functools import partial

from torch.optim import SGD, Adam, RMSprop

from trainwreck.scenarios.optimizer.wrong_optimizer import broken

momentum = replace(broken, optimizer=partial(SGD, lr=0.07, momentum=0.9))  # steps that agree add up
adam = replace(broken, optimizer=partial(Adam, lr=0.02))  # each weight gets a step size of its own
rmsprop = replace(broken, optimizer=partial(RMSprop, lr=0.01))  # the same, without momentum
