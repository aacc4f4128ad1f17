"""Every command, as a user would call it, and every mistake of a user's."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import FIX, SCENARIO, Answer, Command, Toy


@pytest.fixture
def trainwreck(toy: Toy, command: Command) -> Command:
    """Call the command line on a catalogue with one good scenario."""
    toy.add("tiny_steps")

    def call(name: str, *arguments: str) -> Answer:
        root = () if name == "results" and arguments[0] == "table" else ("--root", str(toy.root))
        return command(name, *arguments, *root)

    return call


def test_list_shows_names_symptoms_and_fixes(trainwreck):
    answer = trainwreck("list")
    assert answer.code == 0
    assert "tiny_steps  toy        stalls   larger_steps  A loss that stands still." in answer.out


def test_list_filters_by_component_and_symptom(trainwreck):
    assert "tiny_steps" in trainwreck("list", "--component", "toy", "--symptom", "stalls").out
    assert "tiny_steps" not in trainwreck("list", "--symptom", "overfits").out


def test_list_as_json_is_a_list_of_facts(trainwreck):
    [facts] = json.loads(trainwreck("list", "--json").out)
    assert facts == {
        "name": "tiny_steps",
        "component": "toy",
        "control": False,
        "title": "A loss that stands still.",
        "symptom": "stalls",
        "looks_like": None,
        "fixes": ["larger_steps"],
        "hints": 2,
    }


@pytest.mark.parametrize("arguments", [["list"], ["--help"], ["run", "--help"], ["show", "acumulated_gradient"]])
def test_nothing_heavy_is_imported_to_list_to_help_or_to_correct_a_name(arguments):
    program = (
        "import sys; sys.argv[1:] = sys.argv[1:]\n"
        "from trainwreck.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'numpy', 'sklearn', 'pandas', 'scipy', 'joblib'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)


def test_show_tells_the_story_and_the_broken_code(trainwreck):
    answer = trainwreck("show", "tiny_steps")
    assert "A loss that stands still." in answer.out
    assert "optimizer=partial(SGD, lr=1e-9)" in answer.out
    assert "Why it failed" not in answer.out


def test_show_fix_adds_the_lesson_and_what_changes(trainwreck):
    answer = trainwreck("show", "tiny_steps", "--fix")
    assert "Why it failed" in answer.out
    assert "optimizer: SGD(lr=1e-09) → SGD(lr=10.0)" in answer.out


def test_show_hint_shows_that_hint_and_nothing_else(trainwreck):
    assert trainwreck("show", "tiny_steps", "--hint", "2").out == "What is 1e-9 times a gradient?\n"
    assert "Ask for one from 1" in trainwreck("show", "tiny_steps", "--hint", "3").err


def test_run_prints_the_table_and_succeeds_if_all_verdicts_hold(trainwreck):
    answer = trainwreck("run")
    assert answer.code == 0
    assert "tiny_steps  larger_steps  stalls" in answer.out
    assert "✓ holds" in answer.out


def test_run_fails_if_a_verdict_does_not_hold_and_says_why(trainwreck, toy):
    toy.add("useless", fix=FIX.replace("10.0", "1e-8"))
    answer = trainwreck("run", "useless")
    assert answer.code == 1
    assert "✗ fails 3 checks" in answer.out
    assert "useless larger_steps:goal" in answer.out
    assert "'larger_steps' must reach the goal of 0.900, on every seed, but not so on seed 0" in answer.out


def test_run_as_json_prints_json_alone(trainwreck):
    document = json.loads(trainwreck("run", "--json", "--first-seed", "20").out)
    assert document["version"] == 1
    assert document["seeds"] == [20, 21, 22, 23, 24]
    assert document["verdicts"][0]["holds"] is True


def test_run_writes_records_and_resumes_from_them(trainwreck, tmp_path):
    out = str(tmp_path / "records")
    first = trainwreck("run", "--out", out, "--json")
    records = sorted(Path(out).rglob("*.json"))
    assert len(records) == 10
    stamps = [record.stat().st_mtime_ns for record in records]
    again = trainwreck("run", "--out", out, "--resume", "--json")
    assert again.out == first.out
    assert [record.stat().st_mtime_ns for record in records] == stamps


def test_half_a_record_is_an_error_with_the_cure(trainwreck, tmp_path):
    out = tmp_path / "records"
    trainwreck("run", "--out", str(out))
    record = next(out.rglob("*.json"))
    record.write_text(record.read_text()[:50])
    answer = trainwreck("run", "--out", str(out), "--resume")
    assert answer.code == 2
    assert "is not a whole record" in answer.err
    assert "Delete it, and run again." in answer.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "tiny_step"], "Did you mean 'tiny_steps'?"),
        (["show", "tinysteps"], "Did you mean 'tiny_steps'?"),
        (["list", "--component", "toi"], "Did you mean 'toy'?"),
        (["run", "--seeds", "0"], "Ask for at least 5."),
        (["run", "--seeds", "-2"], "Ask for at least 5."),
        (["run", "--seeds", "4"], "Ask for at least 5 seeds."),
        (["run", "--device", "cuda:99"], "Choose one of: cpu"),
        (["run", "--images", "minst"], "Did you mean 'mnist'?"),
        (["run", "--resume"], "Name it with --out."),
        (["run", "--out", "/dev/null/records"], "Name another --out."),
        (["results", "compare", "--folder", "nowhere"], "trainwreck results record"),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(trainwreck, arguments, says):
    answer = trainwreck(*arguments)
    assert answer.code == 2
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


def test_a_root_without_scenarios_is_refused(trainwreck, toy, tmp_path, monkeypatch):
    monkeypatch.setattr(toy, "root", tmp_path / "elsewhere")
    answer = trainwreck("list")
    assert answer.code == 2
    assert "--root" in answer.err


def test_check_passes_a_good_catalogue_with_and_without_training(trainwreck):
    for arguments in ([], ["--train"]):
        answer = trainwreck("check", *arguments)
        assert answer.code == 0
        assert "13 static checks of 1 scenarios and controls, 0 problems." in answer.out


def test_check_train_finds_what_only_training_shows(trainwreck, toy):
    toy.edit("scenarios/toy/tiny_steps.py", "Symptom.STALLS", "Symptom.SLOW")
    assert trainwreck("check").code == 0
    answer = trainwreck("check", "--train")
    assert answer.code == 1
    assert "tiny_steps broken:symptom: The broken recipe must show the symptom 'slow'" in answer.out


def test_check_names_a_file_that_cannot_be_imported_and_goes_on(trainwreck, toy):
    toy.add("unreadable", scenario="import nonsense_that_is_not_there")
    answer = trainwreck("check")
    assert answer.code == 1
    assert "scenarios/toy/unreadable.py, line 1: ModuleNotFoundError" in answer.out


def test_results_are_recorded_compared_and_printed(trainwreck, toy, tmp_path):
    folder = ("--folder", str(tmp_path / "results"))
    assert trainwreck("results", "record", *folder).code == 0
    assert trainwreck("results", "compare", *folder).code == 0
    printed = trainwreck("results", "table", *folder)
    assert "| tiny_steps | stalls | larger_steps | 0.24 | 0.98 |" in printed.out
    toy.edit("fixes/toy/tiny_steps.py", "10.0", "1e-8")
    changed = trainwreck("results", "compare", *folder)
    assert changed.code == 1
    assert "tiny_steps / larger_steps: mean score 0.98" in changed.out


def test_a_study_is_recorded_and_brought_up_to_date_when_asked_for(trainwreck, toy, tmp_path):
    options = ("--sets", "1", "--out", str(tmp_path / "runs"), "--folder", str(tmp_path / "results"))
    assert trainwreck("study", *options).code == 0
    assert not (tmp_path / "results").exists()
    assert trainwreck("study", *options, "--record").code == 0
    toy.add("useless", fix=FIX.replace("10.0", "1e-8"))
    answer = trainwreck("study", "useless", *options, "--record")
    assert answer.code == 1
    assert "useless larger_steps: held in 0 of 1 sets" in answer.out
    recorded = (tmp_path / "results" / "study-digits-cpu.csv").read_text()
    assert "tiny_steps,larger_steps,100,1,1," in recorded
    assert "useless,larger_steps,100,1,0," in recorded


def test_a_catalogue_that_does_not_hold_is_not_recorded(trainwreck, toy, tmp_path):
    toy.add("useless", fix=FIX.replace("10.0", "1e-8"))
    answer = trainwreck("results", "record", "--folder", str(tmp_path / "results"))
    assert answer.code == 1
    assert "Nothing recorded: the verdict does not hold for useless." in answer.err
    assert not (tmp_path / "results").exists()


def test_an_interrupted_run_keeps_what_is_finished_and_exits_with_130(toy, tmp_path):
    toy.add("slow_one", scenario=SCENARIO.replace("epochs=20", "epochs=1000"))
    out = tmp_path / "records"
    command = [sys.executable, "-m", "trainwreck.cli", "run", "--root", str(toy.root), "--out", str(out)]
    environment = {**os.environ, "COLUMNS": "200"}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)
    deadline = time.monotonic() + 120
    while not list(out.rglob("*.json")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(signal.SIGINT)
    _, complained = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "go on with --resume" in complained
    assert "Traceback" not in complained
    assert list(out.rglob("*.json"))
    assert not list(out.rglob(".*"))
