"""The command ``trainwreck score``, as a user would call it, and every mistake of a user's."""

import json
import re
import subprocess
import sys

import jsonschema
import pytest

from tests.conftest import FIX, SCENARIO
from trainwreck.referee.tool import FOLDER, bundled

SCHEMA = json.loads((FOLDER.parent / "scorecard.schema.json").read_text(encoding="utf-8"))


def test_the_scorecard_is_printed_and_the_exit_code_is_0(score):
    answer = score("reads:diagnose")
    assert answer.code == 0
    rows = {line.split()[0]: line.split()[1:] for line in answer.out.splitlines()[1:]}
    assert list(rows) == ["all", "toy", "shows", "silent", "most_frequent"]
    assert rows["all"][:3] == rows["toy"][:3] == ["1.00", "1.00", "0.00"]  # told apart, detection, false alarms
    assert rows["silent"][:3] == ["0.00", "0.00", "0.00"]
    assert rows["most_frequent"][:3] == ["0.00", "1.00", "1.00"]


def test_without_a_secret_each_run_has_its_own_and_the_scorecard_tells_it(score, tiny, command):
    secrets = set()
    for name in ("one.json", "two.json"):
        command("score", "silent", "--root", str(tiny.root), "--seeds", "1", "--json", name)
        secrets.add(json.loads((tiny.root / name).read_text())["secret"])
    assert [len(secret) for secret in secrets] == [32, 32]


def test_what_was_missed_and_accused_for_nothing_is_listed(score):
    missed = score("reads:blind", "--show").out.splitlines()
    assert [line for line in missed if line.startswith("missed  tiny_steps / broken, seed ")]
    accused = score("most_frequent", "--show").out.splitlines()
    assert [line for line in accused if line.startswith("alarmed tiny_steps / larger_steps, seed ")]


def test_one_case_is_asked_about_in_this_process_and_its_output_is_seen(score):
    answer = score("reads:loud", "--debug", "tiny_steps/broken")
    assert answer.out.splitlines()[0] == "I see 400 rows"
    assert answer.out.splitlines()[-1] == "tiny_steps / broken, seed 0: missed"
    assert "verdict='healthy'" in answer.out


def test_what_a_tool_raises_there_is_raised(score):
    with pytest.raises(RuntimeError, match="no idea"):
        score("reads:breaks", "--debug", "tiny_steps/larger_steps")


def test_an_answer_that_is_none_is_told_there(score):
    assert "answered NoneType, not a Diagnosis" in score("reads:nothing", "--debug", "tiny_steps").out


def test_the_scorecard_is_written_as_json_that_keeps_to_the_schema(score, tiny):
    answer = score("reads:diagnose", "--json", "deep/card.json")
    assert "wrote deep/card.json" in answer.out
    card = json.loads((tiny.root / "deep" / "card.json").read_text())
    jsonschema.validate(card, SCHEMA)
    assert card["tool"] == {"name": "reads:diagnose", "version": "", "about": {}}
    assert (card["seeds"], card["secret"]) == ([0, 1], "15")
    assert [(case["recipe"], case["grade"]) for case in card["cases"]] == [
        ("broken", "named"),
        ("larger_steps", "cleared"),
    ]
    assert [row["group"] for row in card["yardsticks"]] == ["silent", "most_frequent"]
    assert [row["detection"]["value"] for row in card["yardsticks"]] == [0, 1]
    assert [row["false_alarms"]["value"] for row in card["yardsticks"]] == [0, 1]


def test_what_is_said_of_a_tool_stands_in_its_scorecard(score, tiny):
    score("reads:diagnose", "--about", "model=a=b", "--about", "temperature=0", "--json", "card.json")
    card = json.loads((tiny.root / "card.json").read_text())
    jsonschema.validate(card, SCHEMA)
    assert card["tool"]["about"] == {"model": "a=b", "temperature": "0"}


def test_a_tool_has_texts_kept_beside_its_answer(score, tiny):
    (tiny.root / "speaks.py").write_text(
        "from trainwreck import Diagnosis\n\n\ndef diagnose(case):\n    case.keep('asked')\n    case.keep('said')\n"
        "    return Diagnosis('healthy', tokens=7)\n"
    )
    score("speaks:diagnose", "--transcripts", "said")
    assert [path.read_text() for path in (tiny.root / "said").iterdir()] == ["asked\nsaid"] * 2


def test_a_bundled_tool_is_scored_by_its_short_name(score):
    rows = score("silent").out.splitlines()
    assert rows[1].split()[:2] == ["all", "0.00"]


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
    assert len(json.loads((tiny.root / "card.json").read_text())["cases"]) == 4  # two scenarios, two sittings


def test_an_error_of_the_tool_is_told_and_is_no_failure_of_the_command(score):
    answer = score("reads:breaks_once")
    assert answer.code == 0
    assert answer.out.count(": RuntimeError: no idea [today] (line 18 of reads.py)") == 1
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
    assert " is left out, because it does not train: RuntimeError: mat1" in answer.out
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
    answer = score("reads:breaks", "--seeds", "6", "--workers", "2")
    assert answer.out.count("✗") == 5
    assert "… and 1 more errors; --json has them all." in answer.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "Name a tool: package.module:function, or one from `trainwreck score --list`; or a command"),
        (["silnt"], "Did you mean 'silent'?"),
        (["reads"], "There is no tool 'reads'. Did you mean 'reads:diagnose'?"),
        (["silent", "--about", "=gpt"], "is no KEY=VALUE. Write --about model=NAME"),
        (["silent", "--transcripts", "reads.py"], "Name another place with --transcripts"),
        (["silent", "--debug", "tiny_step"], "Did you mean 'tiny_steps'?"),
        (["silent", "--debug", "tiny_steps/larger_step"], "Did you mean 'larger_steps'? Choose one of: broken, "),
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
        (["silent", "--json", "/dev/null/card.json"], "Name another place with --json, --html or --baseline."),
        (["silent", "--debug", "tiny_steps", "--html", "card.html"], "Leave --debug out, or those files."),
        (["silent", "--json", "."], "Name another place with --json, --html or --baseline."),
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
    assert "Correct it, then run again." in answer.err


def test_a_bundled_tool_whose_library_is_missing_ends_with_what_to_install(score, monkeypatch):
    monkeypatch.setattr("trainwreck.referee.process._failing", lambda *_: "ModuleNotFoundError: No module named 'x'")
    assert "Install what it needs: pip install 'trainwreck[tools]'." in score("silent").err


def test_a_tool_that_got_worse_fails_and_one_that_got_better_does_not(score):
    assert score("reads:diagnose", "--baseline", "base.json", "--update-baseline").code == 0
    same = score("reads:diagnose", "--baseline", "base.json")
    assert same.code == 0
    assert "2 cases compared with the baseline: 0 worse, 0 better." in same.out
    worse = score("reads:blind", "--baseline", "base.json")
    assert worse.code == 1
    assert re.search(r"worse  tiny_steps / broken, seed \d+: named → missed", worse.out)
    assert "2 cases compared with the baseline: 1 worse, 0 better." in worse.out
    assert score("reads:blind", "--baseline", "base.json", "--update-baseline").code == 0
    better = score("reads:diagnose", "--baseline", "base.json")
    assert better.code == 0
    assert re.search(r"better tiny_steps / broken, seed \d+: missed → named", better.out)


def test_the_sittings_of_the_baseline_are_drawn_again(score):
    score("reads:diagnose", "--baseline", "base.json", "--update-baseline")
    again = score("reads:diagnose", "--baseline", "base.json")
    assert "2 cases compared with the baseline: 0 worse, 0 better." in again.out


def test_a_secret_beside_that_of_the_baseline_is_refused(score):
    score("silent", "--baseline", "base.json", "--update-baseline", "--secret", "15")
    refused = score("silent", "--baseline", "base.json", "--secret", "another")
    assert (refused.code, "Leave --secret out." in refused.err) == (2, True)
    assert score("silent", "--baseline", "base.json", "--secret", "15").code == 0


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [(["--variants"], [], "Say --variants too"), ([], ["--variants"], "Leave --variants out")],
)
def test_a_scorecard_says_whether_code_had_other_words_and_is_a_baseline_of_its_like(score, tiny, first, then, says):
    score("silent", "--baseline", "base.json", "--update-baseline", *first)
    assert json.loads((tiny.root / "base.json").read_text())["variants"] is bool(first)
    assert score("silent", "--baseline", "base.json", *first).code == 0
    refused = score("silent", "--baseline", "base.json", *then)
    assert (refused.code, refused.out) == (2, "")
    assert says in refused.err


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
