"""A case as a script: the same run as the recipe's, in a folder of its own."""

import json
import subprocess
import sys

import numpy as np
import pandas as pd
import pytest
import torch

from tests.referee.conftest import brief_of
from trainwreck.errors import UserError
from trainwreck.referee.case import Case


def test_a_script_makes_the_same_losses_and_says_nothing_of_the_set_up(lively):
    folder = lively.case.script_folder()
    assert sorted(path.name for path in folder.iterdir()) == [
        "README.md",
        "log.csv",
        "test.npz",
        "train.npz",
        "train.py",
        "vocabulary.json",
    ]
    subprocess.run([sys.executable, "train.py"], cwd=folder, check=True, capture_output=True)
    losses = tuple(json.loads((folder / "metrics.json").read_text())["losses"])
    assert losses == lively.run.losses
    assert pd.read_csv(folder / "log.csv").loss.tolist() == list(losses)
    assert "lively" not in (folder / "train.py").read_text()
    assert len(np.load(folder / "test.npz")["inputs"]) == 1
    assert lively.case.script_folder() == folder


def test_a_set_up_without_a_script_says_so(tmp_path):
    brief = brief_of("recipe = None", torch.zeros(4, 2), torch.zeros(4))
    with pytest.raises(UserError, match="`trainwreck check` says why"):
        Case(brief, tmp_path).script()
