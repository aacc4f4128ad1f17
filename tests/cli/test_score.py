"""The command ``trainwreck score``, as a user would call it, and every mistake of a user's."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import jsonschema
import pytest

import trainwreck
from tests.conftest import FIX, SCENARIO
from trainwreck.referee.tool import FOLDER, bundled

SCHEMA = json.loads((FOLDER.parent / "scorecard.schema.json").read_text(encoding="utf-8"))

READS = """
from pathlib import Path

from trainwreck import Cause, Diagnosis


def diagnose(case):
    if "lr=1e-09" in case.source():
        return Diagnosis("faulty", (Cause("toy", "tiny_steps"),), "the steps are tiny", 0)
    return Diagnosis("healthy")


def blind(case):
    return Diagnosis("healthy")


def breaks(case):
    raise RuntimeError("no idea [today]")


def breaks_once(case):
    return diagnose(case) if "lr=10.0" in case.source() else breaks(case)
"""


@pytest.fixture
def tiny(toy, monkeypatch):
    """A catalogue with one good scenario, whose folder is the present one."""
    toy.add("tiny_steps")
    monkeypatch.chdir(toy.root)
    # A process that is started from there shall import the package that is tested.
    monkeypatch.setenv("PYTHONPATH", str(Path(trainwreck.__file__).parents[1]), prepend=os.pathsep)
    return toy


@pytest.fixture
def score(tiny, command):
    """Call the command on one seed of a catalogue with one good scenario, beside a tool."""
    (tiny.root / "reads.py").write_text(READS)

    return partial(command, "score", "--root", str(tiny.root), "--seeds", "1")


def test_the_scorecard_is_printed_and_the_exit_code_is_0(score):
    answer = score("reads:diagnose")
    assert answer.code == 0
    rows = {line.split()[0]: line.split()[1:] for line in answer.out.splitlines()[1:]}
    assert list(rows) == ["all", "toy", "silent", "most_frequent"]
    assert rows["all"][0] == rows["toy"][0] == "1.00"
    assert rows["silent"][0] == "0.00"
    assert rows["most_frequent"][0] == "1.00"


def test_the_scorecard_is_written_as_json_that_keeps_to_the_schema(score, tiny):
    answer = score("reads:diagnose", "--json", "deep/card.json", "--first-seed", "7")
    assert "wrote deep/card.json" in answer.out
    card = json.loads((tiny.root / "deep" / "card.json").read_text())
    jsonschema.validate(card, SCHEMA)
    assert card["tool"] == {"name": "reads:diagnose", "version": ""}
    assert card["seeds"] == [7]
    assert [(case["recipe"], case["grade"]) for case in card["cases"]] == [
        ("broken", "named"),
        ("larger_steps", "cleared"),
    ]
    assert [row["group"] for row in card["yardsticks"]] == ["silent", "most_frequent"]
    assert (card["yardsticks"][0]["detection"]["share"], card["yardsticks"][0]["false_alarms"]["share"]) == (0, 0)
    assert (card["yardsticks"][1]["detection"]["share"], card["yardsticks"][1]["false_alarms"]["share"]) == (1, 1)


def test_a_bundled_tool_is_scored_by_its_short_name(score):
    rows = score("silent").out.splitlines()
    assert rows[1].split()[:2] == ["all", "0.00"]


COMMAND = """
import json
import sys
from pathlib import Path

folder = Path(sys.argv[1])
assert {path.name for path in folder.iterdir()} >= {"train.py", "train.npz", "log.csv"}
tiny = "lr=1e-9" in (folder / "train.py").read_text()
"""


@pytest.fixture
def score_command(score, tiny):
    """Score a command that runs a program from the present folder; return its answer, and its grades by recipe."""

    def asked(end: str, *options: str):
        (tiny.root / "reads_folder.py").write_text(COMMAND + end)
        answer = score("--command", f"{sys.executable} reads_folder.py {{folder}}", "--json", "card.json", *options)
        return answer, {case["recipe"]: case for case in json.loads((tiny.root / "card.json").read_text())["cases"]}

    return asked


def test_a_command_may_answer_by_its_exit_status_and_what_it_prints_is_the_evidence(score_command):
    answer, cases = score_command("print('tiny steps' if tiny else 'fine')\nsys.exit(tiny)\n")
    assert answer.code == 0
    assert (cases["broken"]["grade"], cases["larger_steps"]["grade"]) == ("detected", "cleared")
    assert cases["broken"]["diagnosis"]["evidence"] == "tiny steps"


def test_a_command_may_answer_in_json(score_command):
    cause = {"component": "toy", "fault": "tiny_steps"}
    said = f"{{'verdict': 'faulty', 'causes': [{cause}], 'alarm_step': 3}} if tiny else {{'verdict': 'healthy'}}"
    _, cases = score_command(f"print(json.dumps({said}))\n")
    assert (cases["broken"]["grade"], cases["larger_steps"]["grade"]) == ("named", "cleared")
    assert cases["broken"]["diagnosis"]["alarm_step"] == 3


@pytest.mark.parametrize(
    ("end", "error"),
    [
        ("print('no idea', file=sys.stderr)\nsys.exit(2)\n", "exit status 2: no idea"),
        ("sys.exit(3)\n", "exit status 3: it said nothing"),
        ('print(\'{"verdict": "ill"}\')\n', "gave the verdict 'ill'"),
        ('print(\'{"verdict": "faulty", "causes": ["loop"]}\')\n', "its causes must be a list such as"),
        ('print(\'{"verdict": "faulty", "alarm_step": 99999}\')\n', "alarm_step of a run of"),
    ],
)
def test_a_command_that_fails_or_answers_in_another_form_is_an_error_of_the_case(score_command, end, error):
    answer, cases = score_command(end)
    assert answer.code == 1  # it has answered nothing
    assert {case["grade"] for case in cases.values()} == {"error"}
    assert error in cases["broken"]["error"]


def test_a_command_that_hangs_is_ended(score_command):
    _, cases = score_command("import time\ntime.sleep(60)\n", "--timeout", "5")
    assert "no answer within 5 seconds" in cases["broken"]["error"]


def test_list_names_the_tools_that_come_along(score):
    answer = score("--list")
    assert answer.code == 0
    assert [line.split()[0] for line in answer.out.splitlines()] == list(bundled())
    assert "Says that everything is healthy" in answer.out


def test_only_takes_scenarios_and_components(score, tiny):
    tiny.add("other_steps", fix=FIX)
    score("reads:blind", "--only", "other_steps", "--json", "card.json")
    assert {case["scenario"] for case in json.loads((tiny.root / "card.json").read_text())["cases"]} == {"other_steps"}
    score("reads:blind", "--only", "toy", "--json", "card.json")
    assert len(json.loads((tiny.root / "card.json").read_text())["cases"]) == 4


def test_an_error_of_the_tool_is_told_and_is_no_failure_of_the_command(score):
    answer = score("reads:breaks_once")
    assert answer.code == 0
    assert answer.out.count("seed 0: RuntimeError: no idea [today] (line 18 of reads.py)") == 1
    assert "Traceback" not in answer.out + answer.err


def test_a_tool_that_has_answered_nothing_fails_and_is_told_so(score, tiny):
    answer = score("reads:breaks", "--json", "card.json")
    assert answer.code == 1
    assert answer.out.splitlines()[-1] == "The tool has answered nothing: this is no score of the tool."
    assert len(json.loads((tiny.root / "card.json").read_text())["cases"]) == 2


def test_a_set_up_that_does_not_train_is_told_and_left_out(score, tiny):
    tiny.add("other_steps", scenario=SCENARIO.replace("mlp, 2, 4", "mlp, 5, 4"))
    answer = score("reads:diagnose", "--json", "card.json")
    assert answer.code == 0
    assert "other_steps / broken, seed 0 is left out, because it does not train: RuntimeError: mat1" in answer.out
    assert {case["scenario"] for case in json.loads((tiny.root / "card.json").read_text())["cases"]} == {"tiny_steps"}


def test_a_catalogue_in_which_nothing_trains_fails_and_is_told_so(score, tiny):
    tiny.edit("scenarios/toy/tiny_steps.py", "mlp, 2, 4", "mlp, 5, 4")
    answer = score("silent")
    assert answer.code == 1
    assert answer.out.splitlines()[-1] == "No set-up trains: this is no score of the tool."


def test_a_catalogue_without_a_scenario_is_an_error_with_the_cure(score, tiny):
    (tiny.root / "scenarios" / "toy" / "tiny_steps.py").unlink()
    answer = score("silent")
    assert answer.code == 2
    assert "There is no scenario in" in answer.err


def test_a_pack_may_name_the_faults_that_come_with_trainwreck(score, tiny):
    answer = score("checklist")
    assert answer.code == 0
    assert "✗" not in answer.out


def test_of_many_errors_five_are_told(score):
    answer = score("reads:breaks", "--seeds", "3", "--workers", "2")
    assert answer.out.count("✗") == 5
    assert "… and 1 more errors; --json has them all." in answer.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name a tool: package.module:function, or one from `trainwreck score --list`; or a command"),
        (["silnt"], "Did you mean 'silent'?"),
        (["silent", "--command", "true {folder}"], "Name one of them."),
        (["--command", "true"], "Write it where the folder of a case is to stand."),
        (["--command", "no-such-tool {folder}"], "Install it, or write its path."),
        (["--command", "true '{folder}"], "Close what it opens."),
        (["nowhere:diagnose"], "Python finds no module 'nowhere'"),
        (["reads:diagnos"], "Did you mean 'diagnose'?"),
        (
            ["silent", "--only", "tiny_step"],
            "There is no scenario or component 'tiny_step'. Did you mean 'tiny_steps'?",
        ),
        (["silent", "--only", "toi"], "Did you mean 'toy'? `trainwreck list` shows all."),
        (["silent", "--update-baseline"], "Name it with --baseline."),
        (["silent", "--baseline", "nowhere.json"], "Make it with --baseline 'nowhere.json' --update-baseline."),
        (["silent", "--images", "minst"], "Did you mean 'mnist'?"),
        (["silent", "--device", "cuda:99"], "Choose one of: cpu"),
        (["silent", "--first-seed", "-1"], "Start from 0 or more."),
        (["silent", "--out", "/dev/null/score"], "Name another place with --out."),
        (["silent", "--json", "/dev/null/card.json"], "Name another place with --json or --baseline."),
        (["silent", "--json", "."], "Name another place with --json or --baseline."),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(score, arguments, says):
    answer = score(*arguments)
    assert answer.code == 2
    assert says in answer.err
    assert "Traceback" not in answer.err
    assert answer.out == ""


def test_a_tool_that_fails_to_import_ends_with_the_cure(score, tiny):
    (tiny.root / "fails.py").write_text("import nonsense_that_is_not_there\ndef diagnose(case): ...")
    answer = score("fails:diagnose")
    assert answer.code == 2
    assert "ModuleNotFoundError: No module named 'nonsense_that_is_not_there'" in answer.err
    assert answer.err.strip().endswith("Correct it, then run again.")


def test_a_bundled_tool_whose_library_is_missing_ends_with_what_to_install(score, monkeypatch):
    monkeypatch.setattr("trainwreck.referee.process._failing", lambda *_: "ModuleNotFoundError: No module named 'x'")
    assert score("silent").err.strip().endswith("Install what it needs: pip install 'trainwreck[tools]'.")


def test_a_tool_that_got_worse_fails_and_one_that_got_better_does_not(score):
    assert score("reads:diagnose", "--baseline", "base.json", "--update-baseline").code == 0
    same = score("reads:diagnose", "--baseline", "base.json")
    assert same.code == 0
    assert "2 cases compared with the baseline: 0 worse, 0 better." in same.out
    worse = score("reads:blind", "--baseline", "base.json")
    assert worse.code == 1
    assert "worse  tiny_steps / broken, seed 0: named → missed" in worse.out
    assert "2 cases compared with the baseline: 1 worse, 0 better." in worse.out
    assert score("reads:blind", "--baseline", "base.json", "--update-baseline").code == 0
    better = score("reads:diagnose", "--baseline", "base.json")
    assert better.code == 0
    assert "better tiny_steps / broken, seed 0: missed → named" in better.out


def test_a_baseline_is_only_read_when_it_is_not_to_be_written(score, tiny):
    (tiny.root / "base.json").write_text("[" * 100_000)
    refused = score("reads:blind", "--baseline", "base.json")
    assert (refused.code, refused.out) == (2, "")
    assert "'base.json' is no scorecard" in refused.err
    assert score("reads:blind", "--baseline", "base.json", "--update-baseline").code == 0
    assert score("reads:blind", "--baseline", "base.json").code == 0


def test_a_baseline_of_other_cases_is_an_error_with_the_cure(score, tiny):
    score("reads:blind", "--baseline", "base.json", "--update-baseline")
    text = (tiny.root / "base.json").read_text()
    (tiny.root / "base.json").write_text(text.replace("tiny_steps", "huge_steps"))
    answer = score("reads:blind", "--baseline", "base.json")
    assert answer.code == 2
    assert "The baseline has none of these cases. Make it anew with --update-baseline." in answer.err


def test_replies_are_forgotten_once_the_scorecard_is_whole(score, tiny):
    score("reads:blind", "--out", "kept")
    assert not list((tiny.root / "kept").rglob("*.json"))


COUNTS = """
import time
from functools import partial
from pathlib import Path

from trainwreck import Diagnosis


def diagnose(case):
    with Path("{log}").open("a") as log:
        log.write("asked\\n")
    time.sleep({seconds})
    return Diagnosis("healthy")
"""


@pytest.fixture
def slow(tiny):
    """The log of a tool that leaves a line whenever it is asked, and takes its time; and the options to score it."""
    log = tiny.root / "log"
    (tiny.root / "slow.py").write_text(COUNTS.format(log=log, seconds=0.3))
    return log, ["--out", "kept", "--seeds", "4", "--json", "card.json"]


def asked(log: Path) -> int:
    return log.read_text().count("asked") if log.exists() else 0


def test_a_small_run_takes_nothing_from_a_large_one_and_deletes_nothing_of_it(slow, score, tiny):
    log, options = slow
    large = interrupted(score, tiny.root, options)
    before = asked(log)
    score("slow:diagnose", "--out", "kept", "--only", "tiny_steps")
    assert asked(log) - before == 2
    assert kept(tiny.root) == large


def kept(root: Path) -> list[Path]:
    return list((root / "kept").rglob("[!.]*.json"))


def resumes(score, root: Path, log: Path, options: list[str]) -> None:
    """Run the command again, and see that it asks for what is missing and no more."""
    there, before = len(kept(root)), asked(log)
    assert 2 <= there < 8
    assert score("slow:diagnose", *options).code == 0
    assert asked(log) - before == 8 - there
    assert len(json.loads((root / "card.json").read_text())["cases"]) == 8
    assert not kept(root)


@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGTERM, 128 + signal.SIGTERM)]
)
def test_a_run_that_was_killed_midway_asks_only_for_what_is_missing(slow, score, tiny, number, code):
    log, options = slow
    command = [sys.executable, "-m", "trainwreck.cli", "score", "slow:diagnose", "--root", str(tiny.root), *options]
    process = subprocess.Popen(command, cwd=tiny.root)
    deadline = time.monotonic() + 120
    while len(kept(tiny.root)) < 2 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    process.send_signal(number)
    assert process.wait() == code
    time.sleep(1.0)  # the tool's own process may just have written its line, and is ended
    resumes(score, tiny.root, log, options)


def interrupted(score, root: Path, options: list[str]) -> list[Path]:
    """Run the command, interrupt it midway, and return the replies that it has kept."""

    def interrupt() -> None:
        while len(kept(root)) < 2:
            time.sleep(0.02)
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)

    threading.Thread(target=interrupt, daemon=True).start()
    answer = score("slow:diagnose", *options)
    assert answer.code == 130
    assert "Interrupted. What is finished is in 'kept': the same command goes on from there." in " ".join(
        answer.err.split()
    )
    assert "Traceback" not in answer.err
    return kept(root)


# Ctrl-C comes at any moment, also between opening a file and noting that it is to be closed.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupted_run_keeps_its_replies_exits_with_130_and_goes_on(slow, score, tiny):
    log, options = slow
    assert interrupted(score, tiny.root, options)
    assert not (tiny.root / "card.json").exists()
    resumes(score, tiny.root, log, options)


@pytest.mark.parametrize("arguments", [["score", "--list"], ["score", "--help"], ["score", "silnt"], ["score"]])
def test_nothing_heavy_is_imported_to_list_to_help_or_to_correct_a_name(arguments):
    program = (
        "import sys\n"
        "from trainwreck.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "heavy = {'torch', 'numpy', 'sklearn', 'pandas', 'scipy', 'joblib'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    subprocess.run([sys.executable, "-c", program, *arguments], check=True, capture_output=True)
