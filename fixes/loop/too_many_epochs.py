from dataclasses import replace
from functools import partial

from trainwreck import EarlyStopping
from trainwreck.scenarios.loop.too_many_epochs import broken

early_stopping = replace(broken, stop=partial(EarlyStopping, patience=4))  # and back to the best epoch's weights
