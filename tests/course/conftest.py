"""An assignment in miniature: one scenario of the toy catalogue, and one healthy look-alike."""

import pytest

from tests.conftest import SCENARIO

SALT = "a secret that nobody guesses"
COURSE = f"""
title = "Week 1"
salt = "{SALT}"
seeds = 2

[[questions]]
name = "tiny_steps"
points = 10

[[questions]]
name = "fair_steps"
points = 10
"""
CONTROL = """
control = Control(
    task=Task(data=quadrants, score=accuracy, goal=0.9, standard=boosting), healthy=healthy, looks_like="tiny_steps"
)
"""


@pytest.fixture
def course(toy, tmp_path):
    """The assignment's file, beside a catalogue that has what it asks for."""
    toy.add("tiny_steps")
    healthy = SCENARIO[: SCENARIO.index("scenario = ")].replace("broken =", "healthy =").replace("lr=1e-9", "lr=10.0")
    (toy.root / "scenarios" / "controls").mkdir()
    (toy.root / "scenarios" / "controls" / "fair_steps.py").write_text(
        healthy.replace("Scenario, Split, Symptom", "Control, Split") + CONTROL
    )
    file = tmp_path / "course.toml"
    file.write_text(COURSE)
    return file
