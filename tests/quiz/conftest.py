"""Recorded runs of a catalogue in miniature: what they show is known by thought."""

import math
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from trainwreck.pairs.entries import BROKEN, Entry
from trainwreck.proof import histories
from trainwreck.quiz.course import Course


def text(values: list[float]) -> str:
    return " ".join(f"{value:g}" for value in values)


@pytest.fixture
def course(tmp_path: Path) -> Callable[..., Course]:
    """Make the five runs of a recipe, whose losses end here, and whose scores do."""

    def make(name: str, loss: float, score: float, recipe: str = BROKEN, steps: int = 50, epochs: int = 5) -> Course:
        rows = []
        for seed in range(5):
            losses = [2.3 + (loss + seed / 1000 - 2.3) * step / (steps - 1) for step in range(steps)]
            scores = [score + seed / 1000] * (epochs + 1)
            row = {
                "component": "toy",
                "scenario": name,
                "recipe": recipe,
                "seed": seed,
                "judged": "true",
                "goal": 0.9,
                "guessing": math.log(10),
                "other_loss": False,
                "steps": text(list(range(steps))),
                "losses": text(losses),
                "epochs": text(list(range(1, epochs + 1))),
                **dict.fromkeys(("training", "reported", "true"), text(scores)),
            }
            rows.append(row)
        table = pd.DataFrame(rows, columns=list(histories.COLUMNS)).astype(histories.COLUMNS)
        return Course(Entry(tmp_path, "toy", name), recipe, table)

    return make
