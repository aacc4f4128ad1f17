"""What came of matching a log, in sentences."""

from collections.abc import Iterator

from trainwreck.matching.match import Match
from trainwreck.pairs.entries import HEALTHY

LIKELY = 3  # answers that are named


def headline(match: Match) -> str:
    """Say what a log looks like."""
    [likeliest, confidence], *_ = match.answer.symptoms
    if match.told is None:
        return f"It can't be told from this log: the likeliest is {likeliest}, with {confidence:.0%}."
    if match.told == HEALTHY:
        return f"It looks healthy ({confidence:.0%})."
    return f"It looks like a run that {_seen(match.told)} ({confidence:.0%})."


def nearest(match: Match) -> list[str]:
    """Say what else it may be."""
    lines = [f"Symptoms: {_listed(match.answer.symptoms)}."]
    if match.told == HEALTHY:
        return lines
    return [
        *lines,
        f"If it is ill, the cause sits in: {_listed(match.answer.components)}.",
        f"Of the catalogue's faults it is nearest to: {_listed([(c.name, c.confidence) for c in match.candidates])}.",
    ]


def to_decide(match: Match) -> Iterator[str]:
    """Say which checks would decide between the candidates, and what these are known to accuse as well."""
    for one in match.candidates:
        also = f" Its check is also suspicious of {', '.join(one.confused)}." if one.confused else ""
        asked = f" {one.question}" if one.question else ""
        yield f"{one.name} ({one.component}):{asked}{also} `trainwreck show {one.name} --fix`"


def _seen(symptom: str) -> str:
    return {"biased": "is biased", "slow": "is slow"}.get(symptom, symptom)


def _listed(ranked: list[tuple[str, float]]) -> str:
    return ", ".join(f"{name} {probability:.0%}" for name, probability in ranked[:LIKELY])
