"""What an edited script comes to: is the run repaired, is the cause gone, and was nothing else changed?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from statistics import fmean

import torch

from trainwreck.learning.changes import changed
from trainwreck.learning.handout import handed_out, recipe_of
from trainwreck.learning.looking import look
from trainwreck.learning.parts import Untold
from trainwreck.learning.running import Data, Failed, Ran, ran
from trainwreck.pairs.loading import Pair
from trainwreck.proof.runs import LEAST_GAIN, NOT_CHANCE
from trainwreck.training.loop import train
from trainwreck.training.run import Run, Scores


@dataclass(frozen=True)
class OnSeed:
    """An edited script beside the run that was handed out, on the same data.

    ``before``, ``handed_out``  the run that was handed out, and its judged score. ``score``, ``true``: the edited
    script's judged score, and the one on held-back rows. ``losses``, ``validation``: the edited script's, a step and an
    epoch. ``quiet``: whether the fault's check is; None if it cannot tell, and then ``why`` says what the script does
    not show. ``null``: what the script reports where there is nothing to learn; None if it was not asked.
    """

    seed: int
    before: Run
    handed_out: float
    score: float
    true: float
    goal: float
    losses: tuple[float, ...]
    validation: tuple[float, ...]
    quiet: bool | None
    why: str = ""
    null: float | None = None

    @property
    def repaired(self) -> bool:
        """Whether the goal is reached, and more than a little is gained."""
        return self.reached and self.score - self.handed_out > LEAST_GAIN

    @property
    def reached(self) -> bool:
        """Whether the goal is."""
        return self.score >= self.goal


@dataclass(frozen=True)
class Attempt:
    """What a script came to on all seeds that it was tried on; ``failed`` says why it came to nothing.

    ``changed``  the fields of a recipe that were changed; None if it cannot be told. ``allowed``: those at fault.
    ``chance``   the score of a model that knows nothing. ``by_report``: whether it is the report that is judged.
    """

    seeds: Sequence[OnSeed]
    failed: str = ""
    changed: frozenset[str] | None = None
    allowed: frozenset[str] = frozenset()
    chance: float = 0.0
    by_report: bool = False

    @property
    def reached(self) -> bool:
        """Whether the goal is reached on every seed."""
        return not self.failed and all(one.reached for one in self.seeds)

    @property
    def repaired(self) -> bool:
        """Whether it is on every seed."""
        return not self.failed and all(one.repaired for one in self.seeds)

    @property
    def untouched(self) -> bool:
        """Whether nothing was changed that matters."""
        return self.changed == frozenset()

    @cached_property
    def cause_removed(self) -> bool | None:
        """Whether the check is quiet on every seed; None where it cannot tell.

        Where the report is judged and no check can tell, the cause is gone if a script that has nothing to learn
        reports chance.
        """
        said = {one.quiet for one in self.seeds}
        if self.failed or False in said:
            return False
        if None not in said:
            return True
        reports = [one.null for one in self.seeds if one.null is not None]
        return abs(fmean(reports) - self.chance) <= NOT_CHANCE if reports else None

    @property
    def solved(self) -> bool:
        """Whether the run is repaired and its cause gone."""
        return self.repaired and self.cause_removed is True

    @property
    def surgical(self) -> bool | None:
        """Whether only what was at fault was changed; None where it cannot be told."""
        return None if self.changed is None else bool(self.changed) and self.changed <= self.allowed

    @property
    def untold(self) -> str:
        """What keeps the check from telling."""
        return next((one.why for one in self.seeds if one.why), "")

    def _repr_html_(self) -> str:
        from trainwreck.learning.telling import as_html

        return as_html(self)


def tried(
    pair: Pair, text: str, path: Path, seeds: Sequence[int], advance: Callable[[], None] = lambda: None
) -> Attempt:
    """Run a script on the data of some seeds, and what was handed out beside it."""
    done: list[OnSeed] = []
    for seed in seeds:
        try:
            done.append(_on(pair, text, path, seed))
        except Failed as error:
            return Attempt(done, str(error))
        except SyntaxError as error:
            return Attempt(done, f"{path.name}, line {error.lineno}: {error.msg}")
        advance()
    touches = frozenset(getattr(pair.truth, "touches", ()))
    return Attempt(
        done, "", changed(handed_out(pair), text, str(path)), touches, pair.task.chance, pair.judged_by_report
    )


def _on(pair: Pair, text: str, path: Path, seed: int) -> OnSeed:
    data = Data.drawn(pair.task, seed)
    run = ran(text, path, data)
    before = train(pair.task, pair.recipes[recipe_of(pair)], seed)
    quiet, why = quietness(pair, text, path, data, run)
    scores = _scores(pair, run, data)
    return OnSeed(
        seed=seed,
        before=before,
        handed_out=pair.judge(before.final),
        score=pair.judge(scores),
        true=scores.true,
        goal=pair.goal,
        losses=tuple(run.losses),
        validation=tuple(run.log.validation),
        quiet=quiet,
        why=why,
        null=_null(text, path, data) if quiet is None and pair.judged_by_report else None,
    )


def _null(text: str, path: Path, data: Data) -> float:
    """Return what a script reports where the targets are dealt out anew, so that there is nothing to learn."""
    order = torch.randperm(len(data.available), generator=torch.Generator().manual_seed(data.seed))
    dealt = replace(data.available, targets=data.available.targets[order])
    return ran(text, path, replace(data, available=dealt)).reported


def _scores(pair: Pair, run: Ran, data: Data) -> Scores:
    """Score a script's predictions; what it says of its training part, nobody judges."""
    expected = data.held_back.targets
    if len(run.outputs) != len(expected):
        raise Failed(f"predictions.npy has {len(run.outputs)} rows, and test.npz {len(expected)}. Predict every row.")
    try:
        true = pair.task.scored(run.outputs, expected)
    except (RuntimeError, IndexError, ValueError) as error:
        raise Failed(
            f"predictions.npy cannot be scored: {error}. Write the model's outputs, as the script did that was "
            "handed out."
        ) from error
    return Scores(training=float("nan"), reported=run.reported, true=true)


def quietness(pair: Pair, text: str, path: Path, data: Data, run: Ran) -> tuple[bool | None, str]:
    """Return whether the fault's check is quiet on a script that has run; None, and why, if it cannot tell."""
    if pair.check is None:
        return None, "there is no check for it"
    try:
        reading = look(pair.check, text, path, data, run)
        if reading is None and _sees_nothing(pair, path, data):
            return None, "this fault's check cannot look into a script"
    except Untold as error:
        return None, str(error)
    except Exception as error:  # of a check, at a script that shows something else than it knows
        return None, f"the check ended with {type(error).__name__}: {error}"
    return not (reading and reading.suspicious), ""


def _sees_nothing(pair: Pair, path: Path, data: Data) -> bool:
    """Say whether a check does not even apply to the script that was handed out."""
    assert pair.check is not None
    text = handed_out(pair)
    return look(pair.check, text, path, data, ran(text, path, data)) is None
