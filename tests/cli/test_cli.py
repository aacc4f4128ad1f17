"""Every command, as a user would call it, and every mistake of a user's."""

import json
import subprocess
import sys

import pytest

from tests.conftest import FIX, Answer, Command, Toy


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


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "tinysteps"], "Did you mean 'tiny_steps'?"),
        (["list", "--component", "toi"], "Did you mean 'toy'?"),
        (["new", "TinySteps", "--component", "toy"], "lower case words"),
        (["new", "tiny_steps", "--component", "toy"], "Choose another name."),
        (["new", "other", "--component", "toi"], "Did you mean 'toy'?"),
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


def test_new_writes_two_files_that_can_be_trained_but_do_not_pass_yet(trainwreck, toy):
    answer = trainwreck("new", "my_fault", "--component", "toy")
    assert answer.code == 0
    assert "scenarios/toy/my_fault.py" in answer.out
    checked = trainwreck("check", "my_fault")
    assert checked.code == 1
    for unfinished in ("text:story", "text:hints", "text:lesson"):
        assert unfinished in checked.out
    assert trainwreck("run", "my_fault").code == 1


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


def test_a_catalogue_that_does_not_hold_is_not_recorded(trainwreck, toy, tmp_path):
    toy.add("useless", fix=FIX.replace("10.0", "1e-8"))
    answer = trainwreck("results", "record", "--folder", str(tmp_path / "results"))
    assert answer.code == 1
    assert "Nothing recorded: the verdict does not hold for useless." in answer.err
    assert not (tmp_path / "results").exists()
