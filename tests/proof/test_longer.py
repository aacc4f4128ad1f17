"""Eight times the epochs: what is stretched, and what is told."""

from dataclasses import replace
from functools import partial

from torch import nn
from torch.optim import SGD
from torch.optim.lr_scheduler import CosineAnnealingLR, ReduceLROnPlateau

from tests.conftest import SCENARIO
from trainwreck.proof.conditions import Conditions
from trainwreck.proof.longer import longer, longer_runs
from trainwreck.training.models import mlp
from trainwreck.training.recipe import Recipe

RECIPE = Recipe(model=partial(mlp, 2, 2), loss=nn.MSELoss(), optimizer=partial(SGD, lr=0.1), epochs=3)


def test_the_epochs_and_the_schedule_s_length_are_stretched_and_nothing_else():
    cosine = replace(RECIPE, schedule=partial(CosineAnnealingLR, T_max=3, eta_min=0.01))
    made = longer(cosine)
    assert made.epochs == 24
    assert made.schedule.keywords == {"T_max": 24, "eta_min": 0.01}
    assert made.optimizer is cosine.optimizer


def test_a_schedule_without_a_length_stays_and_so_does_none():
    plateau = replace(RECIPE, schedule=partial(ReduceLROnPlateau, patience=2))
    assert longer(plateau).schedule.keywords == {"patience": 2}
    assert longer(RECIPE).schedule is None


def test_a_run_that_was_only_too_short_reaches_the_goal_and_one_that_stands_still_does_not(toy):
    toy.add("short", scenario=SCENARIO.replace("lr=1e-9", "lr=0.5").replace("epochs=20", "epochs=6"))
    toy.add("tiny_steps")
    tables = longer_runs(list(toy.catalogue), Conditions.checked(5))
    found = {table.scenario[0]: (int(table.epochs[0]), int(table.reached[0])) for table in tables}
    assert found == {"short": (48, 5), "tiny_steps": (160, 0)}


def test_the_outcome_is_printed(toy, command, monkeypatch):
    toy.add("tiny_steps")
    monkeypatch.chdir(toy.root)
    assert "0 of 5 seeds" in command("study", "--longer", "--sets", "1").out
