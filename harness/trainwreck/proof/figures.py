"""Figures: what stories and lessons say in numbers of runs, held to what was recorded of many.

A text quotes the median of a quantity, or its range from the 5th to the 95th percentile as "0.91 to 0.95". A figure
that is neither, nor arithmetic, nor a number in the scenario's own code is one that nobody has checked.
"""

import ast
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set

import numpy as np
import pandas as pd

from trainwreck.pairs import declarations
from trainwreck.pairs.entries import Entry
from trainwreck.pairs.loading import Pair
from trainwreck.pairs.symptoms import late_loss
from trainwreck.proof.prove import Proof
from trainwreck.training.run import Run

COLUMNS = {
    "component": "str",
    "scenario": "str",
    "recipe": "str",
    "quantity": "str",
    "low": "float",
    "median": "float",
    "high": "float",
    "seeds": "Int64",
}
JUDGED_BY = ("pairs/scenario", "pairs/symptoms", "proof/figures")
PERCENTILES = (5, 50, 95)
DIGITS = 4  # of each number, that are kept

NUMBER = r"[−-]?\d+(?:,\d{3})*(?:\.\d+)?"
NOT_PROSE = re.compile(r"```.*?```|`[^`]*`|\]\([^)]*\)|https?://\S+|10[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", re.DOTALL)
RANGE = re.compile(rf"(?<![\w.,])({NUMBER})\s+(?:to|and)\s+({NUMBER})(?![\w²³])")
DECIMAL = re.compile(r"(?<![\w.,])([−-]?\d+(?:,\d{3})*\.\d+)(?![\w²³])")
SIGN = re.compile(r"[=≈×·/+^]")  # of arithmetic


def _highest(losses: Sequence[float]) -> float:
    return max((loss for loss in losses if math.isfinite(loss)), default=math.nan)


def _reading(run: Run) -> float:
    value = run.reading.value if run.reading else None
    return float(value) if isinstance(value, int | float) else math.nan


# What of a run can be quoted; NaN where there is no such thing.
QUANTITIES: dict[str, Callable[[Pair, Run], float]] = {
    "score": lambda pair, run: pair.judge(run.final),
    "training score": lambda _, run: run.final.training,
    "reported score": lambda _, run: run.final.reported,
    "true score": lambda _, run: run.final.true,
    "first loss": lambda _, run: run.losses[0],
    "highest loss": lambda _, run: _highest(run.losses),
    "last loss": lambda _, run: late_loss(run.losses),
    "steps": lambda _, run: len(run.losses),
    "epochs": lambda _, run: len(run.epochs),
    "step without a finite loss": lambda _, run: math.nan if run.diverged_at is None else run.diverged_at,
    "null report": lambda _, run: math.nan if run.null_report is None else run.null_report,
    "reading of the check": lambda _, run: _reading(run),
}


def figures(proofs: Iterable[Proof]) -> pd.DataFrame:
    """Return a row for each quantity of each recipe and impostor: its median and percentiles 5 and 95 over seeds."""
    rows = [row for proof in proofs for row in _rows(proof)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS)


def _rows(proof: Proof) -> Iterator[tuple[object, ...]]:
    if proof.pair is None:
        return
    for recipe, runs in proof.runs.items():
        for quantity, of in QUANTITIES.items():
            values = [value for run in runs if math.isfinite(value := of(proof.pair, run))]
            if values:
                low, median, high = (_rounded(value) for value in np.percentile(values, PERCENTILES))
                yield proof.entry.component, proof.entry.name, recipe, quantity, low, median, high, len(values)


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def unexplained(text: str, recorded: pd.DataFrame, literals: Set[float]) -> list[str]:
    """Return the ranges and decimal numbers of a text that nothing accounts for, as they stand there.

    ``recorded``  what ``figures`` found of the scenario's recipes.
    ``literals``  the numbers in its code.

    >>> rows = pd.DataFrame({"low": [0.912], "median": [0.934], "high": [0.948]})
    >>> unexplained("It scores 0.91 to 0.95, mostly 0.93, at a rate of 0.25; ln 10 = 2.3. Before: 0.12.", rows, {0.25})
    ['0.12']
    """
    prose = NOT_PROSE.sub(" ‖ ", text.partition("## References")[0])
    ranges = list(zip(recorded.low, recorded.high, strict=True))
    medians = list(recorded["median"])
    two = [(first, second) for first in medians for second in medians]  # "falls from 2.3 to 0.4" is no range
    found = list(_left(RANGE, prose, [*ranges, *two], literals))
    return found + list(_left(DECIMAL, RANGE.sub(" ‖ ", prose), [(median,) for median in medians], literals))


def _left(
    pattern: re.Pattern[str], prose: str, recorded: Iterable[tuple[float, ...]], literals: Set[float]
) -> Iterator[str]:
    """Yield what a pattern finds, but what is recorded, stands in the code, or is calculated in the text."""
    for match in pattern.finditer(prose):
        numbers = match.groups()
        known = all(abs(_value(number)) in literals for number in numbers)
        if not (known or _calculated(prose, match) or any(_quote(numbers, values) for values in recorded)):
            yield " ".join(match[0].split())


def _quote(numbers: Sequence[str], values: Sequence[float]) -> bool:
    return all(_rounds_to(value, number) for number, value in zip(numbers, values, strict=True))


def _rounds_to(value: float, number: str) -> bool:
    """Say whether a number is a value, rounded to the places that it is given with; a round 600 is given to 100."""
    digits = number.replace(",", "")
    places = len(digits.partition(".")[2]) if "." in digits else len(digits.rstrip("0")) - len(digits)
    return abs(value - _value(number)) <= 0.5001 * 10.0**-places  # either way where it lies half between


def _value(number: str) -> float:
    return float(number.replace(",", "").replace("−", "-"))


def _calculated(prose: str, match: re.Match[str]) -> bool:
    """Say whether a number stands beside a sign of arithmetic."""
    return bool(SIGN.match(prose[: match.start()].rstrip()[-1:]) or SIGN.match(prose[match.end() :].lstrip()[:1]))


def literals(entry: Entry) -> set[float]:
    """Return the numbers that stand in a scenario's and its fixes' code."""
    trees = [declarations.parse(path) for path in (entry.path, entry.fix_path) if path.is_file()]
    constants = (node.value for tree in trees if tree for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {abs(float(value)) for value in constants if isinstance(value, int | float)}


def of_texts(entry: Entry, recorded: pd.DataFrame) -> list[str]:
    """Return what nothing accounts for in an entry's story and, of a scenario, its lesson."""
    own, known = recorded[recorded.scenario == entry.name], literals(entry)
    texts = [entry.text] if entry.is_control else [entry.text, entry.lesson]
    return [figure for text in texts for figure in unexplained(text, own, known)]


def quotable(recorded: pd.DataFrame) -> str:
    """Return one scenario's figures, a line each, as texts may quote them."""
    if recorded.empty:
        return "Nothing is recorded that could be quoted."
    return recorded[["recipe", "quantity", "low", "median", "high", "seeds"]].to_string(index=False)
