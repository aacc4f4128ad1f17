from dataclasses import replace
from functools import partial

from trainwreck import mlp
from trainwreck.scenarios.model.excessive_dropout import broken

light_dropout = replace(broken, model=partial(mlp, 784, 128, 128, 64, 10, dropout=0.15))  # six units in seven stay
