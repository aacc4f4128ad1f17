"""PyTorch training runs that fail, each paired with its fix, and a harness that proves both.

>>> import trainwreck as tw
>>> tw.load("accumulated_gradients")
<Pair accumulated_gradients: broken, zeroed_gradients>

The names below are all there is to know; each is imported when it is first used.
"""

import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from trainwreck.api import attempt as attempt
    from trainwreck.api import catalogue as catalogue
    from trainwreck.api import grade as grade
    from trainwreck.api import load as load
    from trainwreck.api import match as match
    from trainwreck.api import prove as prove
    from trainwreck.api import score as score
    from trainwreck.examining.given import examine as examine
    from trainwreck.examining.watching import watch as watch
    from trainwreck.pairs.entries import Entry as Entry
    from trainwreck.pairs.loading import Pair as Pair
    from trainwreck.pairs.scenario import Control as Control
    from trainwreck.pairs.scenario import Scenario as Scenario
    from trainwreck.pairs.severities import Severities as Severities
    from trainwreck.pairs.symptoms import Symptom as Symptom
    from trainwreck.proof.verdict import Verdict as Verdict
    from trainwreck.referee.answer import Cause as Cause
    from trainwreck.referee.answer import Diagnosis as Diagnosis
    from trainwreck.referee.case import Case as Case
    from trainwreck.training.loop import train as train
    from trainwreck.training.models import mlp as mlp
    from trainwreck.training.observer import Observer as Observer
    from trainwreck.training.preparation import (
        Prepared as Prepared,
    )
    from trainwreck.training.preparation import (
        hold_out as hold_out,
    )
    from trainwreck.training.preparation import (
        hold_out_groups as hold_out_groups,
    )
    from trainwreck.training.preparation import (
        preprocess as preprocess,
    )
    from trainwreck.training.recipe import Recipe as Recipe
    from trainwreck.training.recipe import predict as predict
    from trainwreck.training.run import Reading as Reading
    from trainwreck.training.run import Run as Run
    from trainwreck.training.scores import accuracy as accuracy
    from trainwreck.training.split import Split as Split
    from trainwreck.training.split import batches as batches
    from trainwreck.training.stopping import EarlyStopping as EarlyStopping
    from trainwreck.training.task import Task as Task

_HOMES = {
    "api": ("attempt", "catalogue", "grade", "load", "match", "prove", "score"),
    "examining.given": ("examine",),
    "examining.watching": ("watch",),
    "pairs.entries": ("Entry",),
    "pairs.loading": ("Pair",),
    "pairs.scenario": ("Control", "Scenario"),
    "pairs.severities": ("Severities",),
    "pairs.symptoms": ("Symptom",),
    "proof.verdict": ("Verdict",),
    "referee.answer": ("Cause", "Diagnosis"),
    "referee.case": ("Case",),
    "training.loop": ("train",),
    "training.models": ("mlp",),
    "training.observer": ("Observer",),
    "training.preparation": ("Prepared", "hold_out", "hold_out_groups", "preprocess"),
    "training.recipe": ("Recipe", "predict"),
    "training.run": ("Reading", "Run"),
    "training.scores": ("accuracy",),
    "training.split": ("Split", "batches"),
    "training.stopping": ("EarlyStopping",),
    "training.task": ("Task",),
}
_HOME = {name: f"trainwreck.{home}" for home, names in _HOMES.items() for name in names}

__all__ = sorted(_HOME)

# In a checkout, scenarios/ and fixes/ lie beside harness/; in a wheel they lie in the package.
_CHECKOUT = Path(__file__).resolve().parents[2]
if (_CHECKOUT / "trainwreck.toml").is_file():
    __path__.append(str(_CHECKOUT))


def _shown(value: object) -> object:
    return import_module("trainwreck.pictures.notebook").shown(value)


def _show_in_notebooks() -> None:
    """Tell the notebook that this is imported in, if it is one, how to show what the names below return."""
    if (shell := sys.modules["IPython"].get_ipython() if "IPython" in sys.modules else None) is None:
        return
    for name, home in _HOME.items():
        shell.display_formatter.formatters["text/html"].for_type_by_name(home, name, _shown)


_show_in_notebooks()


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version  # takes as long as all else that importing this package does

        return version("trainwreck")
    if name not in _HOME:
        raise AttributeError(f"module 'trainwreck' has no attribute {name!r}; it has {', '.join(__all__)}.")
    globals()[name] = value = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
