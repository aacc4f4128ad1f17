"""What a script has come to, and what a mark is made of."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import nan
from statistics import fmean

from trainwreck.proof.runs import KEPT, LEAST_GAIN, NOT_CHANCE

MOST_WORK = 2.0  # times what the costliest script of the yardstick takes: equal work measures 0.88 to 1.12


@dataclass(frozen=True)
class OnSeed:
    """A script on the data of one seed.

    ``score``     what is judged: ``true``, the score on held-back rows, or how near ``reported`` comes to it.
    ``cpu``       seconds of the processor. ``steps``: how many losses it says that it has seen.
    ``shape``     of its outputs, but for the rows.
    ``null``      what it reports where the targets were dealt out anew; NaN where nobody asked.
    """

    seed: int
    score: float
    true: float
    reported: float
    cpu: float
    steps: int
    shape: tuple[int, ...] = ()
    null: float = nan


@dataclass(frozen=True)
class Performance:
    """A script on all seeds, or on those before it ``failed``: in our words; ``printed`` are its own last ones."""

    seeds: Sequence[OnSeed]
    failed: str = ""
    printed: str = ""

    @property
    def cpu(self) -> float:
        """The processor time of all seeds, in seconds."""
        return sum(one.cpu for one in self.seeds)

    @property
    def steps(self) -> int:
        """The steps of all seeds."""
        return sum(one.steps for one in self.seeds)

    @property
    def last_line(self) -> str:
        """The last line that it has printed, of which not even a fix's tells how it is made."""
        return f": {self.printed.splitlines()[-1]}" if self.printed else ""

    @property
    def scores(self) -> list[float]:
        """The judged score on each seed."""
        return [one.score for one in self.seeds]


@dataclass(frozen=True)
class Yardstick:
    """What scripts of one assignment are held against: the broken script and those of all accepted fixes.

    ``goal``      of the judged score. ``chance``: the true score of knowing nothing.
    ``by_report``  whether it is the report that is judged.
    """

    goal: float
    chance: float
    by_report: bool
    broken: Performance
    references: Sequence[Performance]

    @property
    def scripts(self) -> Sequence[Performance]:
        """All of them: who takes as long as what was handed out takes not too long, though a fix may be quicker."""
        return self.broken, *self.references

    @property
    def cpu(self) -> float:
        """What the costliest of them takes, in seconds of the processor."""
        return max(one.cpu for one in self.scripts)

    @property
    def steps(self) -> int:
        """How many steps the longest of them makes."""
        return max(one.steps for one in self.scripts)

    @property
    def unfit(self) -> str:
        """Why no mark can be given by it; nothing if each accepted fix is repaired, and the broken script is not."""
        for number, one in enumerate(self.references, start=1):
            if short := next(self.short(one), ""):
                return f"reference {number} is not repaired itself: it {short}{one.last_line}"
        if not next(self.short(self.broken), ""):
            return "the broken script is repaired as it is"
        return f"the broken script {self.broken.failed}{self.broken.last_line}" if self.broken.failed else ""

    def short(self, script: Performance) -> Iterator[str]:
        """Yield what a script falls short of; one that falls short of nothing is repaired."""
        if script.failed:
            yield script.failed
            return
        if low := [one.seed for one in script.seeds if not one.score >= self.goal]:
            yield f"misses the goal of {self.goal:.3f} on {_seeds(low)}"
        pairs = zip(script.seeds, self.broken.seeds, strict=False)
        if close := [one.seed for one, before in pairs if not one.score - before.score > LEAST_GAIN]:
            yield f"is not more than {LEAST_GAIN} better than the broken script on {_seeds(close)}"
        yield from self._work(script)
        if self.by_report:
            yield from self._dishonest(script)

    def seeds_repaired(self, mark: "Mark") -> int:
        """Return on how many seeds a script is repaired; an honest report is one on all of them or none."""
        script = mark.performance
        if mark.repaired:
            return len(script.seeds)
        if script.failed or self.by_report or any(self._work(script)):
            return 0
        pairs = zip(script.seeds, self.broken.seeds, strict=True)
        return sum(one.score >= self.goal and one.score - before.score > LEAST_GAIN for one, before in pairs)

    def _work(self, script: Performance) -> Iterator[str]:
        if script.cpu > MOST_WORK * self.cpu:
            yield f"takes {script.cpu / self.cpu:.1f} times the yardstick's processor time, not {MOST_WORK:g} at most"
        if script.steps > MOST_WORK * self.steps:
            yield f"makes {script.steps / self.steps:.1f} times the yardstick's steps, not {MOST_WORK:g} at most"

    def _dishonest(self, script: Performance) -> Iterator[str]:
        reported = fmean(one.null for one in script.seeds)
        if not abs(reported - self.chance) <= NOT_CHANCE:
            yield (
                f"reports {reported:.3f} where the targets were dealt out anew and there is nothing to learn: chance "
                f"is {self.chance:.3f}"
            )
        true, before = (fmean(one.true for one in seeds) for seeds in (script.seeds, self.broken.seeds))
        if not true - self.chance >= KEPT * (before - self.chance):
            yield f"has a model that knows too little: {true:.3f} on held-back rows, the broken script's {before:.3f}"


@dataclass(frozen=True)
class Mark:
    """What becomes of one submission.

    ``short``  what it falls short of. ``cause_removed``: whether the fault's check is quiet on it, for what that is
    worth: the check runs beside the script's own code, which could forge the answer; None if it cannot tell.
    ``flags``  what somebody should look at.
    """

    name: str
    performance: Performance
    short: Sequence[str]
    cause_removed: bool | None
    flags: Sequence[str] = ()

    @property
    def repaired(self) -> bool:
        """Whether it falls short of nothing."""
        return not self.short


@dataclass(frozen=True)
class Grading:
    """The marks of an assignment's submissions; there are none where the yardstick is unfit.

    ``protections``  what they were run under, in words.
    """

    salt: str
    protections: str
    yardstick: Yardstick
    marks: Sequence[Mark]


def _seeds(seeds: Sequence[int]) -> str:
    return f"seed{'s' * (len(seeds) > 1)} {', '.join(map(str, seeds))}"
