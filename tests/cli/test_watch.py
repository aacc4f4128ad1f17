"""A case is tried whenever it is saved, in a process of its own, and nothing is left running."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from tests.learning.conftest import BROKEN_RATE, CHECK, RATE
from tests.proof.test_matrix import WITH_READING

PATIENCE = 90  # seconds; on a busy machine an import of PyTorch takes its time


@pytest.fixture
def watching(toy, command, tmp_path, monkeypatch, request):
    """A running `watch`, a function that waits for it to say something, and one that saves another script."""
    toy.add("tiny_steps", fix=WITH_READING + CHECK)
    monkeypatch.chdir(tmp_path)
    name = getattr(request, "param", "train.py")
    form = ["--notebook"] if name == "train.ipynb" else []
    assert command("start", "tiny_steps", *form, "--root", str(toy.root)).code == 0
    path = tmp_path / "cases" / "case-01" / name
    said = tmp_path / "said.txt"
    with said.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "trainwreck.cli", "watch", "cases/case-01", "--root", str(toy.root)],
            stdout=file,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )

    def says(text: str) -> bool:
        until = time.monotonic() + PATIENCE
        while text not in said.read_text() and time.monotonic() < until:
            time.sleep(0.05)
        return text in said.read_text()

    assert says("as it was handed out"), said.read_text()
    yield process, says, path
    children = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
    process.kill()
    process.wait()
    psutil.wait_procs(children, timeout=5)


def test_a_mistake_a_hang_and_a_repair_are_each_tried_when_they_are_saved(watching):
    process, says, path = watching
    broken = path.read_text()
    path.write_text(broken.replace("loss.backward()", "loss.backwards()"))
    assert says("has no attribute 'backwards'")
    path.write_text("while True:\n    pass\n")
    time.sleep(0.5)
    path.write_text("import os\nos._exit(0)\n")
    assert says("has ended its process")
    path.write_text(broken.replace(BROKEN_RATE, RATE))
    assert says("Solved.")
    assert process.wait(timeout=PATIENCE) == 0


@pytest.mark.parametrize("watching", ["train.ipynb"], indirect=True)
def test_a_notebook_that_is_half_saved_or_gone_for_a_moment_is_no_try(watching):
    process, says, path = watching
    text = path.read_text()
    path.write_text("{")
    assert says("is no notebook")
    path.rename(path.with_name("elsewhere.ipynb"))
    time.sleep(0.5)
    path.write_text(text.replace(BROKEN_RATE, RATE))
    assert says("Solved.")
    assert process.wait(timeout=PATIENCE) == 0
    assert "Traceback" not in (path.parents[2] / "said.txt").read_text()
    done = json.loads((path.parents[1] / "progress.json").read_text())
    assert done["case-01"]["tries"] == 2


def test_a_script_may_start_processes_as_a_loader_does_for_its_workers(watching):
    process, says, path = watching
    started = "import multiprocessing\nhelper = multiprocessing.Process(target=print)\nhelper.start()\nhelper.join()\n"
    path.write_text(f"{path.read_text().replace(BROKEN_RATE, RATE)}\n{started}assert helper.exitcode == 0\n")
    assert says("✓ repaired")
    assert process.wait(timeout=PATIENCE) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals for another process")
@pytest.mark.parametrize(("number", "code"), [("SIGINT", 130), ("SIGKILL", -9)])
def test_a_watch_that_is_ended_leaves_no_process_behind(watching, number, code):
    process, _, path = watching
    path.write_text("while True:\n    pass\n")
    time.sleep(1)
    children = psutil.Process(process.pid).children(recursive=True)
    assert children
    process.send_signal(getattr(signal, number))
    assert process.wait(timeout=PATIENCE) == code
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
