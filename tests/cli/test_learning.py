"""From a case that was handed out to one that is solved, as a learner goes."""

import re

import pytest

from tests.conftest import SCENARIO
from tests.learning.conftest import BROKEN_RATE, CHECK, RATE
from tests.proof.test_matrix import WITH_READING

CONTROL = """
control = Control(
    task=Task(data=quadrants, score=accuracy, goal=0.9, standard=boosting), healthy=healthy, looks_like="tiny_steps"
)
"""


@pytest.fixture
def started(toy, command, tmp_path, monkeypatch):
    """A workspace with one case, and a function that changes its script and tries it."""
    toy.add("tiny_steps", fix=WITH_READING + CHECK)
    monkeypatch.chdir(tmp_path)
    assert command("start", "tiny_steps", "--root", str(toy.root)).code == 0

    def tried(old: str = "", new: str = "", *options: str):
        path = tmp_path / "cases" / "case-01" / "train.py"
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new))
        return command("try", "cases/case-01", "--root", str(toy.root), *options)

    return tried


def test_an_unchanged_script_is_not_repaired(started):
    answer = started()
    assert answer.code == 1
    assert "✗ repaired: the script is as it was handed out" in answer.out


def test_a_script_with_another_rate_that_is_no_cure(started):
    answer = started(BROKEN_RATE, "lr=2e-9")
    assert answer.code == 1
    assert "✗ repaired: it must reach the goal on all data" in answer.out
    assert "✗ cause removed: the check still finds what is wrong" in answer.out


def test_a_repaired_script_is_repaired_and_its_cause_gone(started):
    answer = started(BROKEN_RATE, RATE)
    assert answer.code == 0
    assert "✓ repaired" in answer.out
    assert "✓ cause removed" in answer.out
    assert "✓ surgical" in answer.out


def test_what_was_changed_besides_is_a_remark_and_no_refusal(started):
    started("shuffle=True", "shuffle=False")
    answer = started(BROKEN_RATE, RATE)
    assert answer.code == 0
    assert "✗ surgical: you have also changed this, which was not at fault: loader." in answer.out


def test_curves_are_drawn_on_common_axes_within_80_columns(started, tmp_path):
    answer = started(BROKEN_RATE, RATE)
    assert "yours" in (tmp_path / "cases" / "case-01" / "attempt.svg").read_text()
    assert "++ handed out   xx yours" in answer.out
    assert max(map(len, answer.out.splitlines())) <= 80


def test_a_script_that_cannot_be_looked_at_is_not_said_to_be_cured(started):
    started(BROKEN_RATE, RATE)
    answer = started("train_loader", "loader")
    assert answer.code == 1
    assert "✓ repaired" in answer.out
    assert (
        "? cause removed: it cannot be told from the script: 'train_loader' is not there under this name" in answer.out
    )


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("loss.backward()", "loss.backwards()", "has no attribute 'backwards'"),
        ("history = []", "history = [", "train.py, line "),
        ("predict(model, X_test)", "predict(model, X_test)[1:]", "Predict every row."),
    ],
)
def test_a_mistake_of_the_learner_s_is_told_without_a_line_of_ours(started, old, new, says):
    answer = started(old, new)
    assert answer.code == 1
    assert says in answer.out
    assert "harness" not in answer.out + answer.err


@pytest.fixture
def case(started, command, toy):
    """A function that calls a command on the one case."""
    return lambda name, *arguments: command(name, "cases/case-01", *arguments, "--root", str(toy.root))


def test_hints_come_one_after_the_other_and_the_last_again(case):
    hints = [case("hint").out for _ in range(4)]
    assert hints[0] != hints[1]
    assert hints[2] == hints[3]
    assert case("hint", "1").out == hints[0]
    assert "tiny_steps" not in "".join(hints)


def test_the_answer_is_there_for_those_who_ask_with_their_own_change_beside_it(case, tmp_path):
    path = tmp_path / "cases" / "case-01" / "train.py"
    path.write_text(path.read_text().replace(BROKEN_RATE, "lr=3.0"))
    answer = case("reveal")
    assert answer.code == 0
    assert "tiny_steps" in answer.out
    assert "+++ larger" in answer.out
    assert "+++ yours" in answer.out
    assert "lr=3.0" in answer.out


@pytest.mark.parametrize(
    ("said", "code", "says"),
    [
        ("tiny_steps", 0, "that is it"),
        ("toy", 0, "an expert would accept that"),
        ("healthy", 1, "that is not it"),
    ],
)
def test_a_diagnosis_is_right_or_not(case, said, code, says):
    answer = case("diagnose", said)
    assert answer.code == code
    assert says in answer.out


def test_status_counts_what_was_done_and_keeps_the_concept_until_the_case_is_closed(case, command, toy, started):
    (toy.root / "paths.toml").write_text(
        '[short]\ntitle = "Short"\ncases = [{ name = "tiny_steps", concept = "Rates", difficulty = 2, minutes = 5 }]\n'
    )
    status = lambda: command("status", "--root", str(toy.root)).out  # noqa: E731
    assert "Rates" not in status()
    case("hint")
    case("diagnose", "healthy")
    assert "begun" in status()
    started(BROKEN_RATE, RATE)
    assert re.search(r"case-01 +●● +5 +1 +1 +0 +solved +Rates", status())
    assert "1 of 1 solved." in status()


def test_a_sealed_case_answers_questions_which_are_counted(toy, command, tmp_path, monkeypatch):
    toy.add("tiny_steps", fix=WITH_READING + CHECK.replace('"""', "").replace("):\n", '):\n    """Too small?"""\n', 1))
    monkeypatch.chdir(tmp_path)
    root = ["--root", str(toy.root)]
    assert command("start", "tiny_steps", *root).code == 0
    assert "1  Too small?" in command("measure", "cases/case-01", *root).out
    answer = command("measure", "cases/case-01", "1", *root)
    assert "suspicious" in answer.out
    assert "1 measured so far." in answer.out
    assert "Ask one from 1 to 1." in command("measure", "cases/case-01", "2", *root).err


def test_a_check_of_one_s_own_is_asked_by_a_command(toy, command, tmp_path, monkeypatch):
    toy.add("tiny_steps")
    monkeypatch.chdir(tmp_path)
    check = "from trainwreck import Reading\n\n\ndef check(epochs):\n    return Reading(epochs, suspicious={})\n"
    root = ["--root", str(toy.root)]
    (tmp_path / "mine.py").write_text(check.format("epochs > 100"))
    answer = command("ask", "mine.py", "tiny_steps", *root)
    assert answer.code == 1
    assert "told apart: +0.00" in answer.out
    assert "Name a file" in command("ask", "yours.py", "tiny_steps", *root).err


def test_a_script_is_put_back_and_the_learner_s_kept(case, tmp_path):
    folder = tmp_path / "cases" / "case-01"
    handed_out = (folder / "train.py").read_text()
    (folder / "train.py").write_text("mine")
    assert case("reset").code == 0
    assert (folder / "train.py").read_text() == handed_out
    assert (folder / "train.before_reset.py").read_text() == "mine"


def test_a_case_can_be_a_notebook(toy, command, tmp_path, monkeypatch):
    toy.add("tiny_steps", fix=WITH_READING + CHECK)
    monkeypatch.chdir(tmp_path)
    root = ["--root", str(toy.root)]
    assert command("start", "tiny_steps", "--notebook", *root).code == 0
    folder = tmp_path / "cases" / "case-01"
    assert not (folder / "train.py").exists()
    assert "mend `train.ipynb`" in (folder / "README.md").read_text()
    notebook = folder / "train.ipynb"
    assert "as it was handed out" in command("try", "cases/case-01", *root).out
    notebook.write_text(notebook.read_text().replace(BROKEN_RATE, RATE))
    assert command("try", "cases/case-01", *root).code == 0
    notebook.write_text("{")
    assert "is no notebook" in command("try", "cases/case-01", *root).err
    assert command("reset", "cases/case-01", *root).code == 0
    assert BROKEN_RATE in notebook.read_text()


@pytest.fixture
def healthy(toy, command, tmp_path, monkeypatch):
    """A function that calls a command on the one case, which is healthy."""
    control = SCENARIO[: SCENARIO.index("scenario = ")].replace("broken =", "healthy =").replace("lr=1e-9", "lr=10.0")
    (toy.root / "scenarios" / "controls").mkdir()
    (toy.root / "scenarios" / "controls" / "fair_steps.py").write_text(
        control.replace("Scenario, Split, Symptom", "Control, Split") + CONTROL
    )
    monkeypatch.chdir(tmp_path)
    root = ["--root", str(toy.root)]
    assert command("start", "fair_steps", *root).code == 0
    return lambda name, *arguments: command(name, *arguments, *root)


def test_a_healthy_case_is_solved_by_saying_so(healthy):
    attempt = healthy("try", "cases/case-01")
    assert attempt.code == 1
    assert "as it was handed out" in attempt.out
    assert healthy("diagnose", "cases/case-01", "tiny_steps").code in (1, 2)
    assert healthy("diagnose", "cases/case-01", "healthy").code == 0
    assert "1 of 1 solved." in healthy("status").out
    assert "and healthy" in healthy("reveal", "cases/case-01").out


def test_a_hint_that_is_not_there_does_not_name_the_case(case):
    answer = case("hint", "9")
    assert answer.code == 2
    assert "This case has no hint 9." in answer.err
    assert "tiny_steps" not in answer.out + answer.err


def test_a_hint_that_a_healthy_case_has_not_does_not_tell_that_it_is_healthy(healthy):
    answer = healthy("hint", "cases/case-01", "2")
    assert answer.code == 2
    assert "This case has no hint 2. Ask for one from 1 to 1." in answer.err
    assert "fair_steps" not in answer.out + answer.err


def test_a_healthy_case_that_cannot_be_graded_is_not_named(healthy):
    answer = healthy("grade", "cases/case-01", "cases/case-01")
    assert answer.code == 2
    assert "This case is a control" in answer.err
    assert "fair_steps" not in answer.out + answer.err


def test_a_hint_that_is_no_hint_is_not_counted(case, tmp_path):
    assert case("hint", "0").code == 2
    assert not (tmp_path / "cases" / "progress.json").exists()


def test_a_clock_runs_where_one_is_asked_for(toy, command, tmp_path, monkeypatch):
    toy.add("tiny_steps")
    monkeypatch.chdir(tmp_path)
    root = ["--root", str(toy.root)]
    assert command("start", "tiny_steps", "--interview", "30", *root).code == 0
    assert "30 minutes are left." in command("status", *root).out
    monkeypatch.setattr("trainwreck.learning.workspace.time.time", lambda: 4e9)
    assert "The time has been up" in command("hint", "cases/case-01", *root).out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["start"], "or draw some with --blind N."),
        (["start", "tiny_steps", "--blind", "1"], "or draw some with --blind N."),
        (["start", "tiny_steps", "--path", "basics"], "or draw some with --blind N."),
        (["start", "--path", "basics"], "There is no path 'basics'"),
        (["start", "--blind", "9"], "there are 1 scenarios"),
        (["start", "tiny_step"], "Did you mean 'tiny_steps'?"),
        (["start", "tiny_steps"], "Name another folder with -o, or remove it."),
        (["try", "case-01"], "`trainwreck start` makes some."),
        (["status", "nowhere"], "`trainwreck start` makes some."),
        (["diagnose", "cases/case-01", "tiny_step"], "Did you mean 'tiny_steps'?"),
        (["try", "cases/case-02"], "Choose one of: case-01."),
        (["hint", "cases/case-01", "9"], "Ask for one from 1 to"),
        (["hint", "cases/case-01", "0"], "greater than or equal to 1"),
        (["start", "--path", ""], "There is no path ''"),
    ],
)
def test_a_mistake_ends_with_exit_code_2_and_the_cure(started, command, toy, arguments, says):
    answer = command(*arguments, "--root", str(toy.root))
    assert answer.code == 2
    assert says in answer.err
