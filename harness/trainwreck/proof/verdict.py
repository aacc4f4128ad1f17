"""The verdict on one fix, or on a control: what all runs of a pair prove of it, demand by demand."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from statistics import fmean, median
from typing import Any

from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.pairs.loading import Pair
from trainwreck.proof.contract import contract
from trainwreck.proof.evidence import Evidence
from trainwreck.proof.statistics import Gain
from trainwreck.training.run import Run


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the runs proved of one recipe.

    ``broken`` and ``score`` are means over the seeds of the judged score; ``epochs_to_goal`` is the median over the
    seeds, None if some never got there; ``seconds`` is the time of this recipe's trainings. ``failed`` has the message
    of every demand that is not met, by the demand's name; ``seeds`` what each seed gave, by the recipe that failed.

    >>> import trainwreck as tw
    >>> [verdict] = tw.prove("broadcast_targets")
    >>> verdict.recipe, verdict.holds, verdict.failed
    ('squeezed_outputs', True, {})
    """

    component: str
    scenario: str
    recipe: str
    symptom: str | None = None
    judged: str = "true"
    goal: float | None = None
    broken: float | None = None
    score: float | None = None
    gain: Gain | None = None
    epochs_to_goal: float | None = None
    seconds: float = 0.0
    failed: dict[str, str]
    seeds: dict[str, list[str]] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Whether every demand is met."""
        return not self.failed

    def as_dict(self) -> dict[str, Any]:
        """Return the verdict in JSON's types."""
        return {**asdict(self), "holds": self.holds}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Verdict":
        """Return what ``as_dict`` was made from."""
        fields = {name: value for name, value in values.items() if name != "holds"}
        return cls(**{**fields, "gain": fields["gain"] and Gain(**fields["gain"])})

    def __str__(self) -> str:
        if self.score is None:
            return f"✗ {self.scenario}: {'; '.join(self.failed.values())}"
        change = f"{self.score:.2f}" if self.broken is None else f"{self.broken:.2f} → {self.score:.2f}"
        outcome = "holds" if self.holds else f"fails {', '.join(self.failed)}"
        return f"{'✓' if self.holds else '✗'} {self.scenario} / {self.recipe}: {change}, {outcome}"


def verdicts(pair: Pair, runs: Mapping[str, Sequence[Run]]) -> list[Verdict]:
    """Judge each fix of a scenario, or a control; ``runs`` has each recipe's, in the same order of seeds."""
    evidence = Evidence(pair, runs.__getitem__)
    return [verdict(evidence, recipe) for recipe in pair.healthy]


def verdict(evidence: Evidence, recipe: str) -> Verdict:
    """Judge one fix beside the broken recipe, or a control by itself, by the demands on runs and recipes."""
    pair, judged = evidence.pair, evidence.of(recipe)
    found = [(demand, demand.judge(evidence)) for demand in contract(pair) if demand.subject in (BROKEN, recipe)]
    failed = [(demand, finding) for demand, finding in found if not finding.passed]
    reached = [one.epochs_to_goal for one in judged]
    return Verdict(
        component=pair.entry.component,
        scenario=pair.name,
        recipe=recipe,
        symptom=pair.symptom.value if pair.symptom else None,
        judged=getattr(pair.truth, "judged", "true"),
        goal=pair.goal,
        broken=fmean(one.score for one in evidence.broken) if pair.broken else None,
        score=fmean(one.score for one in judged),
        gain=evidence.gain(recipe) if pair.broken else None,
        epochs_to_goal=None if None in reached else median(n for n in reached if n is not None),
        seconds=sum(one.run.seconds for one in judged),
        failed={str(demand): finding.message for demand, finding in failed},
        seeds={demand.subject: list(finding.seeds) for demand, finding in failed if finding.seeds},
    )


def untrained(entry: Entry, message: str) -> Verdict:
    """Return the verdict on an entry that could not be trained."""
    return Verdict(component=entry.component, scenario=entry.name, recipe="", failed={"trains": message})
