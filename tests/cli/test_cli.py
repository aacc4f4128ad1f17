"""Every command, as a user would call it, and every mistake of a user's."""

import pytest

from tests.conftest import Answer, Command, Toy


@pytest.fixture
def trainwreck(toy: Toy, command: Command) -> Command:
    """Call the command line on a catalogue with one good scenario."""
    toy.add("tiny_steps")

    def call(*arguments: str) -> Answer:
        return command(*arguments, "--root", str(toy.root))

    return call


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["new", "TinySteps", "--component", "toy"], "lower case words"),
        (["new", "tiny_steps", "--component", "toy"], "Choose another name."),
        (["new", "other", "--component", "toi"], "Did you mean 'toy'?"),
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
