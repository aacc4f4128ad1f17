"""``score --command``: a tool that is a program, shown a folder, which answers by JSON or its exit status."""

import json
import sys

import pytest

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


def test_what_a_command_has_printed_is_written_out_also_where_it_failed(score_command, tiny):
    end = "print('asked: what is wrong?', file=sys.stderr)\nprint('said: ' + 'tiny ☃' * tiny)\nsys.exit(2 * tiny)\n"
    answer, cases = score_command(end, "--transcripts", "said")
    assert (cases["broken"]["grade"], cases["larger_steps"]["grade"]) == ("error", "cleared")
    told = {path.name.partition("-")[0]: path.read_text() for path in (tiny.root / "said").iterdir()}
    assert told == {
        "tiny_steps.broken": "said: tiny ☃\nasked: what is wrong?\n",
        "tiny_steps.larger_steps": "said: \nasked: what is wrong?\n",
    }
    assert "wrote 2 transcripts to said" in answer.out
    assert "asked" not in json.dumps(cases["larger_steps"])


def test_of_a_long_transcript_the_beginning_is_kept(score_command, tiny):
    score_command("print('☃' * 150_000)\n", "--transcripts", "said")
    assert {path.read_text() for path in (tiny.root / "said").iterdir()} == {"☃" * 100_000}


def test_a_command_finds_in_its_folder_what_it_may_name_and_how(score_command):
    end = """
words = json.loads((folder / "vocabulary.json").read_text())
assert words["toy"] == ["tiny_steps"]
assert "double_softmax" in words["loss"]
assert "`vocabulary.json`" in (folder / "README.md").read_text()
"""
    assert {case["grade"] for case in score_command(end)[1].values()} == {"missed", "cleared"}


def test_a_command_that_hangs_is_ended(score_command):
    _, cases = score_command("import time\ntime.sleep(60)\n", "--timeout", "5")
    assert "no answer within 5 seconds" in cases["broken"]["error"]
