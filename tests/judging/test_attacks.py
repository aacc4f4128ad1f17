"""Scripts that want more than they are given. Locked in, none gains anything; with no lock, most do."""

import os
import time
from pathlib import Path

import pytest

from tests.judging.conftest import BRIEF, needs_lock
from trainwreck.judging.chamber import Limits
from trainwreck.scripts.folder import data_files
from trainwreck.training.streams import Stream, derive

# What works where nothing is locked, whoever one is. The others need what root may do.
OPEN = ("change", "command_line", "daemon", "devices", "digits", "fix", "forks", "network", "package", "plant")
ROOTS = ("memory", "reply")
LIMITED = ("large_file", "memory_bomb", "leftovers", "small_seeds")  # for which no lock is needed
ENDED = {
    "hang": "ended by SIGKILL",
    "sleep": "did not end within 1 seconds",
    "flood": "wrote more than 256 MB",
    "many_files": "made more than 1000 files",
}


@pytest.fixture
def aimed(attack, tmp_path, pair):
    """Return a function that returns an attack on a folder of the test's own, in which there is a file to spoil."""
    (tmp_path / "file").write_text("content")
    return lambda name: attack(name).replace("TARGET", str(tmp_path))


@needs_lock
@pytest.mark.parametrize("name", [*OPEN, *ROOTS, *LIMITED, "signals"])
def test_an_attack_that_is_locked_in_gains_nothing(run, aimed, pair, name):
    files = data_files(*pair.task.data(derive(2**31, Stream.DATA)))
    seen = run(aimed(name), **files)
    assert "blocked" in seen.printed
    assert "GAINED" not in seen.printed


@pytest.mark.parametrize("name", OPEN)
def test_the_same_attack_works_where_nothing_is_locked(run, aimed, name):
    assert "GAINED" in run(aimed(name), locked=False).printed


@pytest.mark.parametrize("name", ROOTS)
def test_only_root_looks_into_the_server_where_nothing_is_locked(run, aimed, name):
    found = run(aimed(name), locked=False).printed
    if os.geteuid() == 0:
        assert "GAINED" in found
    else:
        assert "GAINED maps" not in found
        assert "GAINED mem" not in found


def test_small_seeds_would_be_found_if_data_were_drawn_from_them(run, aimed, pair):
    files = data_files(*pair.task.data(derive(1234, Stream.DATA)))
    assert "GAINED the held-back rows" in run(aimed("small_seeds"), locked=False, **files).printed


@pytest.mark.parametrize("name", LIMITED[:2])
def test_limits_hold_where_nothing_is_locked(run, aimed, name):
    assert "blocked" in run(aimed(name), locked=False).printed


@pytest.mark.parametrize(("name", "told"), ENDED.items())
def test_who_does_not_end_is_ended(run, attack, name, told):
    limits = {"hang": Limits(cpu=1, wall=30.0), "sleep": Limits(cpu=10, wall=1.0)}.get(name, BRIEF)
    assert run(attack(name), locked=False, limits=limits).failed == told


def test_a_daemon_is_ended_with_the_script_that_has_started_it(run, aimed, tmp_path):
    run(aimed("daemon"), locked=False)
    size = (tmp_path / "alive").stat().st_size
    time.sleep(0.2)
    assert (tmp_path / "alive").stat().st_size == size


@pytest.mark.parametrize("locked", [pytest.param(True, marks=needs_lock), False])
def test_nothing_is_left_of_a_folder_whatever_was_made_in_it(run, attack, locked, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = {*tmp_path.iterdir()}
    assert "made" in run(attack("deep"), locked).printed
    assert {*tmp_path.iterdir()} == before


@needs_lock
def test_what_a_training_script_imports_can_be_imported_under_lock(run):
    names = (
        *("sklearn.svm", "sklearn.gaussian_process", "sklearn.datasets", "scipy.optimize", "scipy.ndimage", "pandas"),
        *("torch.optim.swa_utils", "torch.amp", "torchvision.transforms", "torchvision.models", "dataclasses"),
        *("csv", "ctypes", "logging", "multiprocessing", "sqlite3"),
    )
    seen = run("".join(f"import {name}\n" for name in names) + "print('all')")
    assert seen.printed.endswith("all"), seen.printed


@needs_lock
def test_threads_and_folders_are_allowed(run):
    seen = run(
        "import threading, os, tempfile\nos.mkdir('figures')\nopen('figures/a.txt', 'w').close()\n"
        "tempfile.TemporaryFile().close()\nt = threading.Thread(target=print, args=('here',))\nt.start(); t.join()\n"
    )
    assert seen.printed == "here"
    assert "figures" in seen.left


def test_every_attack_is_tried():
    files = {path.stem for path in (Path(__file__).parent / "attacks").glob("*.py")}
    assert files == {*OPEN, *ROOTS, *LIMITED, *ENDED, "signals", "deep", "own_memory"}
