"""Every command, as a user would call it, and every mistake of a user's."""

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


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
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
