"""Which checks may accuse what they were not written for: the premises that a set-up of ours meets, and others may not.

Nothing here names a check. A rule looks at what its scenario declares, at what it asks for, and at the training.
"""

from collections.abc import Callable

from trainwreck.examining.material import Material
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.scenario import Scenario

Rule = Callable[[Pair, Material], str]


def of_their_own_step(pair: Pair, material: Material) -> str:
    """A fault that only a step can have is not to be seen in a step of ours."""
    step = isinstance(pair.truth, Scenario) and pair.truth.touches == {"step"}
    return "`update`: the loop's own step was not seen, only the textbook's" if step and not material.own_step else ""


RULES: tuple[Rule, ...] = (of_their_own_step,)


def unfit(pair: Pair, material: Material) -> str:
    """Return why a check is not to be asked about this training; nothing if it may be."""
    return next((why for why in (rule(pair, material) for rule in RULES) if why), "")
