"""``trainwreck examine``: somebody's own script, run as they would run it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

import psutil
import pytest

from tests.conftest import Command

SCRIPT = """
import sys
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(), nn.Linear(8, 2))
optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
for step in range(300):
    inputs = torch.randn(32, 4)
    if "--forget" not in sys.argv:
        optimizer.zero_grad()
    nn.functional.cross_entropy(model(inputs), (inputs[:, 0] > 0).long()).backward()
    optimizer.step()
    if "--break" in sys.argv and step == 20:
        model(torch.randn(1, 3))
print("done", __name__, __file__.endswith("train.py"))
"""


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "train.py"
    path.write_text(dedent(SCRIPT))
    return path


def test_a_healthy_script_is_told_that_nothing_was_found(command: Command, script: Path):
    answer = command("examine", str(script))
    assert answer.code == 0
    assert "300 steps were seen. Nothing found." in answer.out
    assert "can't tell" in answer.out


def test_a_faulty_script_is_found_out_and_its_arguments_are_its_own(command: Command, script: Path):
    answer = command("examine", "--json", str(script), "--forget", "--json")
    assert answer.code == 1
    found = json.loads(answer.out)
    assert "accumulated_gradients" in [finding["name"] for finding in found["findings"]]


def test_an_error_of_the_scripts_own_is_shown_as_theirs_and_what_was_learned_is_told(command: Command, script: Path):
    answer = command("examine", str(script), "--forget", "--break")
    assert answer.code == 1
    assert "RuntimeError: mat1 and mat2 shapes cannot be multiplied" in answer.out
    assert "line 16" in answer.out
    assert "site-packages" not in answer.out
    assert "accumulated_gradients" in answer.out


@pytest.mark.parametrize("text", ["open('no such file')", "print('no training in sight')"])
def test_where_there_is_nothing_to_examine_the_code_is_that_of_wrong_use(command: Command, tmp_path: Path, text: str):
    (tmp_path / "train.py").write_text(text)
    answer = command("examine", str(tmp_path / "train.py"))
    assert answer.code == 2
    assert "no check could be asked" in answer.out


def test_a_script_that_is_not_there_is_wrong_use(command: Command, tmp_path: Path):
    answer = command("examine", str(tmp_path / "trian.py"))
    assert answer.code == 2
    assert "is not there" in answer.err


def test_a_script_that_kills_its_process_is_told_of(command: Command, tmp_path: Path):
    (tmp_path / "train.py").write_text("import os\nos._exit(7)\n")
    answer = command("examine", str(tmp_path / "train.py"))
    assert answer.code == 2
    assert "ended its process with 7" in answer.err


ENDLESS = """
import pathlib, time

pathlib.Path(__file__).with_name("begun").touch()
while True:
    time.sleep(0.05)
"""


@contextmanager
def under_way(folder: Path, text: str) -> Iterator[subprocess.Popen[str]]:
    """Examine a script in a session of its own, and wait until it has begun."""
    (folder / "train.py").write_text(text)
    (folder / "temporary").mkdir()
    environment = {**os.environ, "TMPDIR": str(folder / "temporary"), "COLUMNS": "200"}
    command = [sys.executable, "-m", "trainwreck.cli", "examine", str(folder / "train.py")]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, start_new_session=True, **pipes) as process:
        deadline = time.monotonic() + 120
        while not (folder / "begun").exists() and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        yield process


def test_a_command_that_is_told_to_end_ends_the_script_with_it_and_leaves_nothing(tmp_path: Path):
    with under_way(tmp_path, ENDLESS) as process:
        children = psutil.Process(process.pid).children(recursive=True)
        process.terminate()
        printed, complained = process.communicate(timeout=60)
    assert process.returncode == 143
    assert complained.strip() == "Interrupted. Nothing is kept."
    assert printed.strip() == ""
    assert children
    assert psutil.wait_procs(children, timeout=20)[1] == []
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_script_that_is_interrupted_at_the_keyboard_is_still_told_of(tmp_path: Path):
    endless = SCRIPT.replace("range(300)", "iter(int, 1)").replace(
        "    optimizer.step()\n", "    optimizer.step()\n    open(__file__[:-8] + 'begun', 'a').close()\n"
    )
    with under_way(tmp_path, endless) as process:
        os.killpg(process.pid, signal.SIGINT)
        printed, _ = process.communicate(timeout=200)
    assert "KeyboardInterrupt" in printed
    assert "steps were seen" in printed
