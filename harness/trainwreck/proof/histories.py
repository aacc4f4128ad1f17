"""What runs looked like as they went, thinned so that it can be kept for all of them: losses, and scores by epoch."""

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import fmean

import pandas as pd
from torch import nn

from trainwreck.pairs.loading import Pair
from trainwreck.proof.prove import Proof
from trainwreck.training.recipe import Recipe, delta
from trainwreck.training.run import Run, Scores

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "recipe": "str",
    "seed": "Int64",
    "judged": "str",
    "goal": "float",
    "guessing": "float",
    "other_loss": "bool",
    "steps": "str",
    "losses": "str",
    "diverged_at": "Int64",
    "epochs": "str",
    "training": "str",
    "reported": "str",
    "true": "str",
    "reading": "float",
    "suspicious": "boolean",
}
JUDGED_BY = ("pairs/scenario", "proof/histories")
POINTS = 60  # at most, of the losses or of the scores of a run


def histories(proofs: Iterable[Proof]) -> pd.DataFrame:
    """Return one row a run. Columns of several numbers have them in one text, with spaces in between.

    ``judged``, ``goal``  which score is judged, "true" or "honesty", and from which on it counts as learned.
    ``guessing``    the loss of holding all classes for equally likely, where the loss is the mean cross-entropy.
    ``other_loss``  whether the recipe has another loss function than the broken one: their heights compare nothing.
    ``steps``, ``losses``  what ``thinned`` leaves of the losses.
    ``epochs``      those whose scores are kept.
    ``training``, ``reported``, ``true``  the scores after each of them, and then those of the model that came out.
    ``reading``, ``suspicious``  what the check read, if it is a number, and what it made of it.
    """
    rows = [row for proof in proofs if proof.pair for row in _rows(proof.pair, proof.runs)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def numbers(text: str) -> list[float]:
    """Return the numbers of a cell.

    >>> numbers("2.303 nan 0.5")
    [2.303, nan, 0.5]
    """
    return [float(word) for word in text.split()]


def _rows(pair: Pair, runs: dict[str, list[Run]]) -> Iterator[tuple[object, ...]]:
    for name, recipe in pair.recipes.items():
        for run in runs[name]:
            steps, losses = thinned(run.losses)
            epochs = _spread(len(run.epochs))
            scores = [*(run.epochs[epoch].scores for epoch in epochs), run.final]
            yield (
                pair.entry.component,
                pair.name,
                name,
                run.seed,
                "honesty" if pair.judged_by_report else "true",
                pair.goal,
                _guessing(recipe, run),
                pair.broken is not None and "loss" in delta(pair.broken, recipe),
                " ".join(map(str, steps)),
                _text(losses),
                run.diverged_at,
                " ".join(str(epoch + 1) for epoch in epochs),
                *(_text(getattr(score, part) for score in scores) for part in Scores.__dataclass_fields__),
                *_read(run),
            )


def thinned(losses: Sequence[float], points: int = POINTS) -> tuple[list[int], list[float]]:
    """Return steps, counted from 0, and finite losses: the first, and the means of equal stretches, at their middle.

    Of a run that a loss ended which was not finite, the one before it stands by itself as well.

    >>> thinned([8.0, 3.0, 1.0, 3.0, 1.0], points=3)
    ([0, 2, 4], [8.0, 2.0, 2.0])
    >>> thinned([8.0, 3.0, 1.0, 3.0, 1.0, 64.0, math.nan], points=4)
    ([0, 2, 4, 5], [8.0, 2.0, 2.0, 64.0])
    """
    ended = bool(losses) and not math.isfinite(losses[-1])
    finite = list(losses[:-1] if ended else losses)
    if len(finite) <= points:
        return list(range(len(finite))), finite
    alone = [len(finite) - 1] if ended else []
    between = range(1, len(finite) - len(alone))
    parts = points - 1 - len(alone)
    ends = [len(between) * part // parts for part in range(parts + 1)]
    stretches = [between[start:end] for start, end in pairwise(ends)]
    stretches = [range(1), *stretches, *(range(step, step + 1) for step in alone)]
    return [stretch[len(stretch) // 2] for stretch in stretches], [
        fmean(finite[step] for step in stretch) for stretch in stretches
    ]


def _spread(count: int) -> list[int]:
    """Return so many places, counted from 0, or evenly spaced ones of them, the first and the last among them."""
    if count <= POINTS:
        return list(range(count))
    return [round(place * (count - 1) / (POINTS - 1)) for place in range(POINTS)]


def _guessing(recipe: Recipe, run: Run) -> float:
    plain = isinstance(recipe.loss, nn.CrossEntropyLoss) and recipe.loss.reduction == "mean"
    return math.log(len(run.predicted)) if plain and run.predicted else math.nan


def _read(run: Run) -> tuple[float, bool | None]:
    if run.reading is None:
        return math.nan, None
    try:
        return float(run.reading.value), run.reading.suspicious
    except (TypeError, ValueError):
        return math.nan, run.reading.suspicious


def _text(values: Iterable[float]) -> str:
    return " ".join(f"{value:.4g}" for value in values)
