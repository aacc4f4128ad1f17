"""``run``, ``study`` and ``check``: what they print, what they keep, and what they say of mistakes."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from tests.conftest import FIX, SCENARIO, Toy

SLOW = SCENARIO.replace("epochs=20", "epochs=1000")


def test_run_prints_the_table_and_succeeds_if_all_verdicts_hold(trainwreck):
    answer = trainwreck("run")
    assert answer.code == 0
    assert "tiny_steps  larger_steps  stalls" in answer.out
    assert "✓ holds" in answer.out


def test_run_fails_if_a_verdict_does_not_hold_and_says_why_once(trainwreck, toy):
    toy.add("useless", fix=FIX.replace("10.0", "1e-8"))
    answer = trainwreck("run", "useless")
    assert answer.code == 1
    assert "✗ fails 3 demands" in answer.out
    assert "useless larger_steps:goal" in answer.out
    assert "'larger_steps' must reach the goal of 0.900, on every seed, but does not on seed 0, " in answer.out
    assert answer.out.count("  seed 3: score") == 1


def test_run_as_json_prints_json_alone(trainwreck):
    document = json.loads(trainwreck("run", "--json", "--first-seed", "20").out)
    assert document["seeds"] == [20, 21, 22, 23, 24]
    assert document["verdicts"][0]["holds"] is True


def test_a_score_that_is_no_number_is_null_in_json_and_can_be_resumed_from(trainwreck, toy, tmp_path):
    toy.edit("scenarios/toy/tiny_steps.py", "score=accuracy", "score=lambda *_: float('nan')")
    answers = [
        trainwreck("run", "--json", "--out", str(tmp_path / "records"), *resumed) for resumed in ([], ["--resume"])
    ]
    for answer in answers:
        document = json.loads(answer.out, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
        assert document["verdicts"][0]["score"] is None
        assert answer.code == 1
    assert answers[0].out == answers[1].out


def test_run_writes_records_and_resumes_from_them(trainwreck, tmp_path):
    out = str(tmp_path / "records")
    first = trainwreck("run", "--out", out, "--json")
    records = sorted(Path(out).rglob("*.json"))
    assert len(records) == 10
    stamps = [record.stat().st_mtime_ns for record in records]
    again = trainwreck("run", "--out", out, "--resume", "--json")
    assert again.out == first.out
    assert [record.stat().st_mtime_ns for record in records] == stamps


def test_a_scenario_that_is_named_twice_is_trained_once(trainwreck, tmp_path):
    assert trainwreck("run", "tiny_steps", "tiny_steps").out.count("✓ holds") == 1


def test_a_file_that_exits_is_a_row_of_the_table_and_not_the_end_of_the_command(trainwreck, toy):
    toy.add("quitter")
    toy.edit("scenarios/toy/quitter.py", "import torch\n", "import sys; sys.exit(0)\n")
    answer = trainwreck("run")
    assert answer.code == 1
    assert "✓ holds" in answer.out
    assert "✗ trains" in answer.out
    assert "scenarios/toy/quitter.py, line 9: SystemExit: 0" in answer.out


@pytest.mark.parametrize("name", ["run", "study", "check"])
def test_a_catalogue_without_a_scenario_is_no_success(command, toy, name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    answer = command(name, "--root", str(toy.root))
    assert answer.code != 0
    assert "There is no scenario at all" in answer.out + answer.err
    assert "`trainwreck new` makes one." in answer.out + answer.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "tiny_step"], "Did you mean 'tiny_steps'?"),
        (["run", "toy"], "toy is a component: `trainwreck list --component toy` shows what is in it."),
        (["run", "--seeds", "0"], "Ask for at least 5."),
        (["run", "--seeds", "-2"], "Ask for at least 5."),
        (["run", "--seeds", "4"], "Ask for at least 5 seeds."),
        (["run", "--device", "cuda:99"], "Choose one of: cpu"),
        (["run", "--device", "cpu:7"], "Choose one of: cpu"),
        (["run", "--images", "minst"], "Did you mean 'mnist'?"),
        (["run", "--resume"], "Name it with --out."),
        (["run", "--out", "/dev/null/records"], "Name another place with --out."),
        (["run", "--out", ""], "Name one, or leave the option out."),
        (["study", "--out", ""], "Name one, or leave the option out."),
    ],
)
def test_a_mistake_ends_before_anything_is_trained_with_exit_code_2_and_the_cure(
    trainwreck, monkeypatch, arguments, says
):
    monkeypatch.setattr("trainwreck.proof.prove.prove", lambda *_, **__: pytest.fail("this was to come first"))
    monkeypatch.setenv("COLUMNS", "200")
    answer = trainwreck(*arguments)
    assert answer.code == 2
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))  # no file may grow beyond this, as on a disk that is full
from trainwreck.cli import main
main()
"""


def test_a_disk_that_is_full_ends_a_run_with_the_cure_and_keeps_what_is_whole(trainwreck, toy, tmp_path):
    out = tmp_path / "records"
    trainwreck("run", "--out", str(out))
    size = min(record.stat().st_size for record in out.rglob("*.json"))
    command = [sys.executable, "-c", FULL.replace("1000", str(size - 1)), "run", "--out", str(out)]
    ended = subprocess.run([*command, "--root", str(toy.root)], capture_output=True, text=True)
    assert ended.returncode == 2
    assert "cannot be written: File too large. What is finished is kept; make room, or name another" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert {record.suffix for record in out.rglob("*") if record.is_file()} == {".json"}
    assert trainwreck("run", "--out", str(out), "--resume").code == 0


@contextmanager
def under_way(toy: Toy, out: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command on slow trainings, and wait until the first is finished."""
    toy.add("slow_one", scenario=SLOW)
    command = [sys.executable, "-m", "trainwreck.cli", *arguments, "--root", str(toy.root), "--out", str(out)]
    environment = {**os.environ, "COLUMNS": "200"}
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        deadline = time.monotonic() + 120
        while not list(out.rglob("*.json")) and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        yield process


@pytest.mark.parametrize(
    ("number", "code", "arguments", "cure"),
    [
        (signal.SIGINT, 130, ["run"], "go on with --resume"),
        (signal.SIGTERM, 143, ["run", "--workers", "2"], "go on with --resume"),
        (signal.SIGHUP, 129, ["study", "--sets", "1"], "the same command goes on from there"),
    ],
)
def test_a_command_that_is_told_to_end_keeps_what_is_finished_leaves_nothing_running_and_says_how_to_go_on(
    toy, tmp_path, number, code, arguments, cure
):
    out = tmp_path / "records"
    with under_way(toy, out, *arguments) as process:
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(number)
        printed, complained = process.communicate(timeout=60)
    assert process.returncode == code
    assert complained.strip() == f"Interrupted. What is finished is in '{out}': {cure}."
    assert printed.strip() == ""
    assert list(out.rglob("*.json"))
    assert not list(out.rglob(".*"))
    assert psutil.wait_procs(children, timeout=20)[1] == []


def test_a_command_that_is_told_to_survive_its_terminal_does(toy, tmp_path):
    out = tmp_path / "records"
    handled = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # as nohup does, and a process that is started inherits it
    try:
        with under_way(toy, out, "run") as process:
            process.send_signal(signal.SIGHUP)
            time.sleep(0.5)
            assert process.poll() is None
            assert process.stderr is not None
            process.stderr.close()  # nobody hears what is said, and the exit code is the same
            process.terminate()
    finally:
        signal.signal(signal.SIGHUP, handled)
    assert process.returncode == 143


def test_a_study_fails_if_a_set_does_not_hold_and_records_nothing(trainwreck, toy, tmp_path):
    options = ("--sets", "1", "--out", str(tmp_path / "runs"))
    assert trainwreck("study", *options).code == 0
    toy.add("useless", fix=FIX.replace("10.0", "1e-8"))
    answer = trainwreck("study", "useless", *options)
    assert answer.code == 1
    assert "useless larger_steps: held in 0 of 1 sets" in answer.out
    assert not (toy.root / "results").exists()


def test_a_study_says_why_an_entry_could_not_be_trained(trainwreck, toy, tmp_path):
    toy.edit("scenarios/toy/tiny_steps.py", "import torch\n", "import not_there\n")
    answer = trainwreck("study", "--sets", "1", "--out", str(tmp_path / "runs"))
    assert answer.code == 1
    assert "scenarios/toy/tiny_steps.py, line 9: ModuleNotFoundError: No module named 'not_there'" in answer.out
    assert "0 of 0 verdicts hold" in answer.out


@pytest.mark.parametrize("arguments", [[], ["--train"]])
def test_check_passes_a_good_catalogue_with_and_without_training(trainwreck, arguments):
    answer = trainwreck("check", *arguments)
    assert answer.code == 0
    assert "0 problems." in answer.out


def test_check_train_finds_what_only_training_shows(trainwreck, toy):
    toy.edit("scenarios/toy/tiny_steps.py", "Symptom.STALLS", "Symptom.SLOW")
    assert trainwreck("check").code == 0
    answer = trainwreck("check", "--train")
    assert answer.code == 1
    assert "tiny_steps broken:symptom: The broken recipe must show the symptom 'slow'" in answer.out


def test_check_names_a_file_that_cannot_be_loaded_and_goes_on(trainwreck, toy):
    toy.add("unreadable", scenario="import not_there")
    toy.add("undeclared", scenario=SCENARIO.replace("epochs=20", "epochs=0"))
    answer = trainwreck("check")
    assert answer.code == 1
    assert "scenarios/toy/unreadable.py, line 1: ModuleNotFoundError" in answer.out
    assert "Recipe(epochs=…) must be a whole number, 1 or more, not 0. Correct it." in answer.out
    assert "2 problems." in answer.out
