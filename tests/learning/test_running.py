"""Somebody's script is run on data of ours, and what it says is believed in nothing but its form."""

import os
from pathlib import Path

import pytest
import torch

from tests.learning.conftest import BROKEN_RATE, RATE
from trainwreck.learning.running import Data, Failed, ran
from trainwreck.training.loop import train
from trainwreck.training.split import Split
from trainwreck.training.task import Task


def test_a_script_that_was_handed_out_makes_the_recipe_s_losses_and_report(case):
    run, ours = ran(case.text, case.path, case.data), train(case.pair.task, case.pair.broken, 3)
    assert tuple(run.losses) == ours.losses
    assert run.reported == ours.final.reported
    assert run.log.validation == [epoch.scores.reported for epoch in ours.epochs]
    assert run.log.validation_losses == [epoch.validation_loss for epoch in ours.epochs]
    assert set(run.log.rates) == {1e-9}


def test_it_is_given_the_seed_and_leaves_no_trace(case):
    before, here = torch.random.get_rng_state(), Path.cwd()
    other = Data(case.data.available, case.data.held_back, 4)
    assert ran(case.text, case.path, other).losses != ran(case.text, case.path, case.data).losses
    assert "SEED" not in os.environ
    assert Path.cwd() == here
    assert torch.equal(torch.random.get_rng_state(), before)


def test_an_error_is_told_by_the_lines_of_the_script_alone(case):
    with pytest.raises(Failed) as error:
        ran(
            case.text.replace("criterion(model(inputs), targets)", "criterion(model(inputs[:, :1]), targets)"),
            case.path,
            case.data,
        )
    lines = str(error.value).splitlines()
    assert lines[-1].startswith("RuntimeError: mat1 and mat2 shapes cannot be multiplied")
    assert (
        [line for line in lines if "File" in line] == [line for line in lines if 'File "train.py", line' in line] != []
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("np.save(", "print(", "It has not written predictions.npy"),
        ('Path("metrics.json")', 'Path("other.json")', "It has not written metrics.json"),
        ('"losses": history', '"loss": history', "is not what was asked for: KeyError"),
        ('"losses": history', '"losses": [10**400]', "is not what was asked for: OverflowError"),
        ("# %% Seeds", "raise SystemExit(3)", "SystemExit: 3"),
    ],
)
def test_a_script_that_leaves_no_answer_is_told_so(case, old, new, says):
    assert old in case.text
    with pytest.raises(Failed, match=says):
        ran(case.text.replace(old, new), case.path, case.data)


@pytest.mark.parametrize(
    ("left", "says"),
    [
        ("np.save('predictions.npy', np.float32(1))", "predictions.npy is a single number. Write a row for every row"),
        ("Path('predictions.npy').write_bytes(b'')", "is not what was asked for: EOFError"),
        ("Path('predictions.npy').write_bytes(b'PK\\3\\4')", "is not what was asked for: BadZipFile"),
    ],
)
def test_predictions_that_are_none_are_told_as_the_script_s(case, left, says):
    with pytest.raises(Failed, match=says):
        ran(f"{case.text}\n{left}\n", case.path, case.data)


def test_held_back_rows_come_in_an_order_that_tells_nothing():
    def sorted_by_class(_):
        everything = Split(torch.arange(200.0).unsqueeze(1), (torch.arange(200) >= 150).long())
        return everything, everything

    task = Task(data=sorted_by_class, score=lambda *_: 0.0, goal=0.5)
    rows = Data.drawn(task, 0).held_back
    assert sorted(rows.inputs[:, 0].tolist()) == list(range(200))
    assert torch.equal(rows.targets, (rows.inputs[:, 0] >= 150).long())
    assert 20 < rows.targets[:100].sum() < 30


def test_a_repaired_script_learns(case):
    run = ran(case.text.replace(BROKEN_RATE, RATE), case.path, case.data)
    assert case.pair.task.scored(run.outputs, case.data.held_back.targets) > case.pair.goal
