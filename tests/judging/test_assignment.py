"""Data from a salt: the same for equal salts, and nothing that a script could know."""

import io

import numpy as np
import pytest
import torch

from tests.judging.conftest import SALT
from trainwreck import Split, Task, accuracy
from trainwreck.errors import UserError
from trainwreck.judging.assignment import sheets
from trainwreck.scripts.folder import TEST, TRAIN


def sorted_by_class(seed: int) -> tuple[Split, Split]:
    """Inputs of noise; the held-back rows of class 1 come first."""
    inputs = torch.randn(300, 1, generator=torch.Generator().manual_seed(seed))
    targets = torch.cat([torch.arange(100) % 2, torch.ones(100), torch.zeros(100)]).long()
    return Split(inputs, targets).cut(100)


TASK = Task(data=sorted_by_class, score=accuracy, goal=0.9)


def arrays(files: dict[str, bytes], name: str) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(files[name])) as file:
        return dict(file)


def test_equal_salts_give_equal_data_and_others_give_others():
    first, again, other = (sheets(TASK, salt, 2, null=False) for salt in (SALT, SALT, SALT + "!"))
    assert first[0].files == again[0].files
    assert (first[1].targets == again[1].targets).all()
    assert len({sheet.files[TRAIN] for sheet in (*first, *other)}) == 4


def test_a_script_finds_no_held_back_target():
    [sheet] = sheets(TASK, SALT, 1, null=True)
    assert sheet.files.keys() == sheet.null.keys() == {TRAIN, TEST}
    assert arrays(sheet.files, TEST).keys() == {"inputs"}
    assert len(sheet.targets) == 200


def test_the_order_of_held_back_rows_tells_nothing():
    [sheet] = sheets(TASK, SALT, 1, null=True)
    by_row = (torch.arange(200) < 100).long()
    assert (sorted_by_class(0)[1].targets == by_row).all()  # as they are drawn, the row's number is the answer
    assert abs((sheet.targets == by_row).float().mean().item() - 0.5) < 0.15


def test_a_row_keeps_its_target():
    task = Task(data=lambda seed: Split(torch.arange(60.0), torch.arange(60)).cut(20), score=accuracy, goal=0.9)
    [sheet] = sheets(task, SALT, 1, null=False)
    assert (arrays(sheet.files, TEST)["inputs"] == sheet.targets.numpy()).all()
    assert sheet.targets.tolist() != sorted(sheet.targets.tolist())


def test_null_data_have_the_same_targets_for_other_rows():
    [sheet] = sheets(TASK, SALT, 1, null=True)
    given, dealt = arrays(sheet.files, TRAIN), arrays(sheet.null, TRAIN)
    assert (given["inputs"] == dealt["inputs"]).all()
    assert sorted(given["targets"]) == sorted(dealt["targets"])
    assert (given["targets"] != dealt["targets"]).any()


def test_a_salt_that_could_be_guessed_is_refused():
    with pytest.raises(UserError, match="A salt of 5 characters can be guessed"):
        sheets(TASK, "exam1", 1, null=False)
