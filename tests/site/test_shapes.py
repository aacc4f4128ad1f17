"""From a symptom to the checks that tell its causes apart."""

import pandas as pd
import pytest

from trainwreck.pairs.entries import Catalogue, Entry
from trainwreck.site.shapes import purest, walk


@pytest.fixture
def causes() -> list[Entry]:
    names = ("high_learning_rate", "large_initialization", "raw_pixels")
    return [Catalogue().entry(name) for name in names]


def said(*accused: tuple[str, str], healthy: int = 0) -> pd.DataFrame:
    """What checks said: of these faults, the checks of these; and one alarm at a healthy set-up, or none."""
    rows = [("x", fault, "broken", "broken", check, 1, 1, 1, 0) for fault, check in accused]
    rows.append(("x", "well", "healthy", "control", "high_learning_rate", 1, 1, healthy, 0))
    columns = ["component", "scenario", "recipe", "kind", "check", "seeds", "applied", "fired", "raised"]
    return pd.DataFrame(rows, columns=columns)


def test_the_check_that_accuses_the_fewest_is_asked_first(causes):
    high, large, raw = (cause.name for cause in causes)
    steps = walk(causes, said((large, high), (raw, high), (raw, large)))
    assert [step.entry.name for step in steps] == [raw, large, high]


def test_a_suspicion_leaves_those_that_no_earlier_check_has_ruled_out(causes):
    high, large, raw = (cause.name for cause in causes)
    steps = {step.entry.name: step for step in walk(causes, said((large, high), (raw, high), (raw, large)))}
    assert all(step.others == () for step in steps.values())  # raw_pixels was asked for before
    both = {step.entry.name: step for step in walk(causes[:2], said((large, high), (high, large)))}
    assert [other.name for other in both[high].others] == [large]
    assert both[large].others == ()


def test_a_step_has_the_question_of_its_check_and_its_false_alarms(causes):
    [step] = walk(causes[:1], said(healthy=1))
    assert step.question.endswith("?")
    assert (step.alarms, step.answers) == (1, 1)


def test_the_example_of_a_symptom_shows_little_else(causes):
    rows = [(cause.name, "broken", 10, shown, False) for cause, shown in zip(causes, (5, 0, 10), strict=True)]
    sightings = pd.DataFrame(rows, columns=["scenario", "recipe", "runs", "shown", "declared"])
    assert purest(causes, sightings).name == "large_initialization"
