"""What an edited script comes to: is the run repaired, and is the cause gone?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from trainwreck.learning.looking import look
from trainwreck.learning.parts import Untold
from trainwreck.learning.running import Data, Failed, Ran, ran
from trainwreck.pairs.entries import BROKEN
from trainwreck.pairs.loading import Pair
from trainwreck.proof.runs import LEAST_GAIN
from trainwreck.scripts.script import script
from trainwreck.training.loop import train
from trainwreck.training.run import Run, Scores


@dataclass(frozen=True)
class OnSeed:
    """An edited script beside the broken run, on the same data.

    ``broken``, ``score``  the judged scores. ``quiet``: whether the fault's check is; None if it cannot tell, and then
    ``why`` says what the script does not show.
    """

    seed: int
    broken: float
    score: float
    goal: float
    before: Run
    losses: tuple[float, ...]
    quiet: bool | None
    why: str = ""

    @property
    def repaired(self) -> bool:
        """Whether the goal is reached, and more than a little is gained."""
        return self.score >= self.goal and self.score - self.broken > LEAST_GAIN


@dataclass(frozen=True)
class Attempt:
    """What a script came to on all seeds that it was tried on; ``failed`` says why it came to nothing."""

    seeds: Sequence[OnSeed]
    failed: str = ""

    @property
    def repaired(self) -> bool:
        """Whether it is on every seed."""
        return not self.failed and all(one.repaired for one in self.seeds)

    @property
    def cause_removed(self) -> bool | None:
        """Whether the check is quiet on every seed; None where it cannot tell."""
        said = {one.quiet for one in self.seeds}
        if self.failed or False in said:
            return False
        return None if None in said else True

    @property
    def untold(self) -> str:
        """What keeps the check from telling."""
        return next((one.why for one in self.seeds if one.why), "")


def tried(
    pair: Pair, text: str, path: Path, seeds: Sequence[int], advance: Callable[[], None] = lambda: None
) -> Attempt:
    """Run a script on the data of some seeds, and the broken recipe beside it."""
    done: list[OnSeed] = []
    for seed in seeds:
        try:
            done.append(_on(pair, text, path, seed))
        except Failed as error:
            return Attempt(done, str(error))
        except SyntaxError as error:
            return Attempt(done, f"{path.name}, line {error.lineno}: {error.msg}")
        advance()
    return Attempt(done)


def _on(pair: Pair, text: str, path: Path, seed: int) -> OnSeed:
    assert pair.broken is not None
    data = Data.drawn(pair.task, seed)
    run = ran(text, path, data)
    before = train(pair.task, pair.broken, seed)
    quiet, why = quietness(pair, text, path, data, run)
    return OnSeed(
        seed=seed,
        broken=pair.judge(before.final),
        score=pair.judge(_scores(pair, run, data)),
        goal=pair.goal,
        before=before,
        losses=tuple(run.losses),
        quiet=quiet,
        why=why,
    )


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
        return None, "this fault has no check"
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
    text = script(pair, BROKEN, data.available, data.seed)
    return look(pair.check, text, path, data, ran(text, path, data)) is None
