from dataclasses import replace
from functools import partial

from trainwreck import mlp
from trainwreck.scenarios.model.too_small_model import broken

hidden_layers = replace(broken, model=partial(mlp, 2, 32, 32, 3))  # the second layer bends what the first has bent
wider = replace(broken, model=partial(mlp, 2, 256, 3))  # one layer of many bends
